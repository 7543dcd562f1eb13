import test from 'ava';
import { plan } from '../../hub/rollouts/planner.ts';
import { allowedOf, neededOf, phaseEnds } from '../../hub/rollouts/share.ts';
import type { Standing } from '../../hub/rollouts/standing.ts';
import { rolloutTable, type TotemEvent, totemTable } from '../../hub/rollouts/table.ts';
import { isOpen } from '../../hub/rollouts/window.ts';
import { rolloutStates, rolloutTotemStates } from '../../protocol/index.ts';
import { basePlan, course, member, second, start } from '../harness/rollout.ts';

test('a rollout changes its state by exactly these rows', (t) => {
  const rows = [
    'running pass soaking',
    'running halt paused',
    'running pause paused',
    'running abort aborting',
    'soaking next running',
    'soaking finish finished',
    'soaking halt paused',
    'soaking pause paused',
    'soaking abort aborting',
    'paused resume running',
    'paused abort aborting',
    'aborting settled aborted',
  ];
  const actual = rolloutStates.flatMap((state) =>
    Object.entries(rolloutTable[state]).map(([event, next]) => `${state} ${event} ${next}`),
  );
  t.deepEqual(actual, rows);
});

test('a totem changes its place by exactly these rows', (t) => {
  const rows = [
    'waiting offer offered',
    'waiting skip skipped',
    'offered confirm succeeded',
    'offered fail failed',
    'offered retry retrying',
    'offered expire silent',
    'offered skip skipped',
    'retrying offer offered',
    'retrying confirm succeeded',
    'retrying skip skipped',
    'succeeded regress failed',
    'failed again waiting',
    'silent again waiting',
  ];
  const actual = rolloutTotemStates.flatMap((state) =>
    Object.entries(totemTable[state]).map(([event, next]) => `${state} ${event} ${next}`),
  );
  t.deepEqual(actual, rows);
});

type Course = Parameters<typeof plan>[0];
type Member = Course['members'][number];

const quiet: Standing = { told: false, says: 'working', reason: 'idle', nextAttempt: 1 };
const standings = (change: Record<string, Partial<Standing> | null> = {}) =>
  new Map(
    ['a', 'b', 'c'].flatMap((id) => {
      const own = change[id];
      return own === null ? [] : [[id, { ...quiet, ...own }] as const];
    }),
  );
const offered = (totem: string, change: Partial<Member> = {}) =>
  member(totem, { state: 'offered', tries: 1, attempt: 1, ...change });
const done = (totem: string) => member(totem, { state: 'succeeded', tries: 1, attempt: 1 });
const settle = (index: number, event: TotemEvent, reason = '') => ({ step: 'settle', index, event, reason });

test('what the planner does, case by case', (t) => {
  const told = { told: true };
  const confirmed = { told: true, says: 'confirmed' } as const;
  const failed = { told: true, says: 'failed', reason: 'no' } as const;
  const afterDeadline = start + 60 * second;
  const members = (...list: Member[]) => ({ members: list });
  const cases: [string, Course, Parameters<typeof standings>[0], number, unknown[]][] = [
    [
      'asks the first phase only',
      course(),
      {},
      start,
      [{ step: 'offer', index: 0, attempt: 1, repeated: false }],
    ],
    ['waits for an answer', course(members(offered('a'), member('b'))), { a: told }, start, []],
    [
      'offers again what was lost with the hub',
      course(members(offered('a'))),
      {},
      start,
      [{ step: 'offer', index: 0, attempt: 1, repeated: true }],
    ],
    ['takes a confirmation', course(members(offered('a'))), { a: confirmed }, start, [settle(0, 'confirm')]],
    [
      'does not take a confirmation of what it was not told',
      course(members(offered('a'))),
      { a: { says: 'confirmed' } },
      start,
      [{ step: 'offer', index: 0, attempt: 1, repeated: true }],
    ],
    ['takes a failure', course(members(offered('a'))), { a: failed }, start, [settle(0, 'fail', 'no')]],
    [
      'lets a totem try again while attempts are left',
      course({ ...members(offered('a')), plan: { ...basePlan, attempts: 2 } }),
      { a: failed },
      start,
      [settle(0, 'retry', 'no')],
    ],
    [
      'ends trying',
      course({ ...members(offered('a', { tries: 2 })), plan: { ...basePlan, attempts: 2 } }),
      { a: failed },
      start,
      [settle(0, 'fail', 'no')],
    ],
    [
      'waits before the next attempt',
      course(members(member('a', { state: 'retrying', tries: 2 }))),
      { a: { nextAttempt: 3 } },
      start + 9 * second,
      [],
    ],
    [
      'asks again after a doubled pause',
      course(members(member('a', { state: 'retrying', tries: 2 }))),
      { a: { nextAttempt: 3 } },
      start + 10 * second,
      [{ step: 'offer', index: 0, attempt: 3, repeated: false }],
    ],
    ['waits until the deadline', course(members(offered('a'))), { a: told }, afterDeadline - 1, []],
    [
      'counts silence past the deadline',
      course(members(offered('a'))),
      { a: told },
      afterDeadline,
      [settle(0, 'expire', 'idle')],
    ],
    [
      'skips who left the fleet',
      course(members(member('a'))),
      { a: null },
      start,
      [settle(0, 'skip', 'it left the fleet')],
    ],
    [
      'passes a phase',
      course(members(done('a'), member('b'))),
      {},
      start,
      [{ step: 'change', event: 'pass', reason: '' }],
    ],
    ['soaks', course({ ...members(done('a'), member('b')), state: 'soaking' }), {}, start + 9 * second, []],
    [
      'goes on after the soak',
      course({ ...members(done('a'), member('b')), state: 'soaking' }),
      {},
      start + 10 * second,
      [{ step: 'change', event: 'next', reason: '' }],
    ],
    [
      'notices who fell back in the soak',
      course({ ...members(done('a'), member('b')), state: 'soaking' }),
      { a: { told: true, says: 'other', reason: 'runs 1' } },
      start,
      [settle(0, 'regress', 'runs 1')],
    ],
    [
      'halts when too many failed',
      course(members(member('a', { state: 'failed' }), member('b'))),
      {},
      start,
      [{ step: 'change', event: 'halt', reason: '1 of 1 totems failed or stayed silent' }],
    ],
    [
      'goes on with what was forgiven',
      course({ ...members(member('a', { state: 'failed' }), member('b')), forgiven: 1 }),
      {},
      start,
      [{ step: 'change', event: 'pass', reason: '' }],
    ],
    ['starts nothing while it is paused', course({ state: 'paused' }), {}, start, []],
    [
      'hears totems while it is paused',
      course({ ...members(offered('a')), state: 'paused' }),
      { a: confirmed },
      start,
      [settle(0, 'confirm')],
    ],
    [
      'waits for the last ones',
      course({ ...members(done('a'), done('b'), offered('c')), state: 'soaking', phase: 1 }),
      { c: told },
      start + 20 * second,
      [],
    ],
    [
      'finishes',
      course({ ...members(done('a'), done('b')), state: 'soaking', phase: 1 }),
      {},
      start + 20 * second,
      [{ step: 'change', event: 'finish', reason: '' }],
    ],
    [
      'gives groups the release for good before it finishes',
      course({ ...members(done('a')), state: 'soaking', phase: 1, groups: 'last' }),
      {},
      start + 20 * second,
      [{ step: 'assignGroups' }],
    ],
    [
      'gives groups the release first where all is at once',
      course({ groups: 'first' }),
      {},
      start,
      [{ step: 'assignGroups' }],
    ],
    [
      'skips who waits when it is aborted',
      course({ ...members(offered('a'), member('b')), state: 'aborting' }),
      { a: told },
      start,
      [settle(1, 'skip', 'the rollout was aborted before its turn')],
    ],
    [
      'waits for who is on the way when it is aborted',
      course({ ...members(offered('a')), state: 'aborting' }),
      { a: told },
      start,
      [],
    ],
    [
      'ends when nobody is on the way',
      course({ ...members(done('a')), state: 'aborting' }),
      {},
      start,
      [{ step: 'change', event: 'settled', reason: '' }],
    ],
    ['does nothing any more', course({ state: 'finished' }), {}, start, []],
  ];
  for (const [what, given, said, now, expected] of cases) {
    t.deepEqual<unknown, unknown>(plan(given, standings(said), now), expected, what);
  }
  const closed = { days: ['mon' as const], from: '00:00', to: '00:01' };
  t.deepEqual(
    plan(course({ plan: { ...basePlan, window: closed } }), standings(), start),
    [],
    'a shut window',
  );
});

test('shares become whole totems, each phase at least what the former was', (t) => {
  t.deepEqual(phaseEnds([{ reach: '1' }, { reach: '10%' }, { reach: '100%' }], 25), [1, 3, 25]);
  t.deepEqual(phaseEnds([{ reach: '0' }, { reach: '50' }], 3), [1, 3]);
  t.deepEqual([neededOf({ success: 95 }, 10), allowedOf({ failures: '5%' }, 10)], [10, 0]);
  t.deepEqual([neededOf({ success: 95 }, 100), allowedOf({ failures: '2' }, 100)], [95, 2]);
});

test('a window over midnight belongs to the day on which it starts', (t) => {
  const window = { days: ['fri' as const], from: '22:00', to: '05:00' };
  const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime();
  // 27 November 2026 is a Friday.
  t.deepEqual(
    [at(27, 4), at(27, 21, 59), at(27, 22), at(28, 4, 59), at(28, 5), at(28, 23)].map((now) =>
      isOpen(window, now),
    ),
    [false, false, true, true, false, false],
  );
  t.true(isOpen({ ...window, from: '09:00', to: '09:00' }, at(28, 8)));
});
