import test from 'ava';
import type { Check, CheckContext, Checks } from '../../../agent/doctor/check.ts';
import { runChecks } from '../../../agent/doctor/engine.ts';
import { findingOf } from '../../../agent/doctor/finding.ts';
import { createDoctor } from '../../../agent/doctor/index.ts';
import { checks } from '../../../agent/doctor/table.ts';
import { cureOf, outcomeOf, verdictOf } from '../../../agent/doctor/verdict.ts';
import {
  type CheckResult,
  checkNames,
  DoctorEvent,
  type DoctorRequest,
  findingCatalogue,
  validatorOf,
} from '../../../protocol/index.ts';
import { codesOf, eventsOf, partsOf, runningParts } from './parts.ts';

const alone: DoctorRequest = { attended: false, disturb: false };
const readEvent = validatorOf(DoctorEvent);

/** The real table with some checks replaced. */
function tableWith(changes: Partial<Record<keyof Checks, (context: CheckContext) => Promise<void>>>): Checks {
  const replaced = Object.entries(changes).map(([name, run]): [string, Check] => [
    name,
    { seconds: 0.2, run },
  ]);
  return { ...checks, ...Object.fromEntries(replaced) };
}

test('every event of a run has the form of the protocol, in order, and ends in a verdict', async (t) => {
  const events = await eventsOf(
    runChecks(checks, partsOf(), { ...alone, only: ['display', 'clock', 'agent'] }),
  );
  for (const event of events) t.true(readEvent(event).ok, JSON.stringify(event));
  t.deepEqual(
    events.map((event) => event.type).filter((type) => type !== 'progress'),
    ['started', 'check', 'result', 'check', 'result', 'check', 'result', 'verdict'],
  );
  const verdict = events.at(-1);
  t.is(verdict?.type === 'verdict' && verdict.verdict.outcome, 'out_of_order');
  t.true(codesOf(events).includes('agent.not_running'));
});

test('a check that breaks or hangs is a finding, and the others are done all the same', async (t) => {
  const table = tableWith({
    disk: () => Promise.reject(new Error('the wheel came off')),
    slot: async ({ find, signal }) => {
      find('slot.booted', { slot: 'A', state: 'good' });
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
  });
  const events = await eventsOf(
    runChecks(table, partsOf(), { ...alone, only: ['disk', 'certificates', 'slot'] }),
  );
  t.deepEqual(codesOf(events), [
    'check.broke',
    'certificates.not_enrolled',
    'slot.booted',
    'check.timed_out',
  ]);
});

test('a run is cancelled by its signal and by a reader that leaves, and then tells no verdict', async (t) => {
  for (const leaves of [false, true]) {
    const cancel = new AbortController();
    let ended = false;
    const table = tableWith({
      disk: async ({ signal, find }) => {
        if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
        ended = true;
        find('disk.damaged', {});
      },
    });
    const slow: Checks = { ...table, disk: { ...table.disk, seconds: 60 } };
    const events: string[] = [];
    for await (const event of runChecks(
      slow,
      partsOf(),
      { ...alone, only: ['disk', 'slot'] },
      { signal: cancel.signal },
    )) {
      events.push(event.type);
      if (event.type !== 'check') continue;
      if (leaves) break;
      cancel.abort();
    }
    t.true(ended);
    t.deepEqual(events, ['started', 'check']);
  }
});

test('questions are asked where somebody answers, and are over after their time', async (t) => {
  const asked: string[] = [];
  const table = tableWith({
    audio: async ({ ask, find }) => {
      asked.push(await ask('audio.tones', {}));
      find('audio.played', {});
    },
  });
  const ask = async () => 'yes' as const;
  const request: DoctorRequest = { ...alone, only: ['audio'] };
  await eventsOf(runChecks(table, partsOf(), request, { ask }));
  await eventsOf(runChecks(table, partsOf(), { ...request, attended: true }, { ask }));
  const nobody = () => new Promise<never>(() => undefined);
  await eventsOf(runChecks(table, partsOf(), { ...request, attended: true }, { ask: nobody, patience: 20 }));
  t.deepEqual(asked, ['skip', 'yes', 'skip']);
});

test('one run at a time', async (t) => {
  const doctor = createDoctor(partsOf);
  const first = doctor.run({ ...alone, only: ['slot'] });
  if (!first.ok) return t.fail();
  let second: ReturnType<typeof doctor.run> | undefined;
  for await (const event of first.value) if (event.type === 'check') second = doctor.run(alone);
  t.like(second, { ok: false, error: { code: 'conflict' } });
  t.true(doctor.run(alone).ok);
});

test('nothing takes the screen or makes a sound while a citizen is there, unless it is told to', async (t) => {
  let present = true;
  const seen: boolean[] = [];
  const look = async ({ mayDisturb }: CheckContext) => {
    seen.push(mayDisturb());
  };
  const table = tableWith({ display: look, audio: look });
  const running = runningParts({ screenFree: () => !present });
  const request: DoctorRequest = { ...alone, only: ['display', 'audio'] };
  await eventsOf(runChecks(table, partsOf({ running }), request));
  await eventsOf(runChecks(table, partsOf({ running }), { ...request, disturb: true }));
  t.deepEqual(seen.splice(0), [false, false, true, true]);

  // The touches of the person who answers are no citizen's.
  present = false;
  const technician: Checks = {
    ...table,
    display: {
      seconds: 5,
      run: async (context) => {
        await look(context);
        present = true;
      },
    },
  };
  await eventsOf(runChecks(technician, partsOf({ running }), { ...request, attended: true }));
  t.deepEqual(seen, [true, true]);
});

test('the verdict is as bad as what is essential, and tells what to do first', (t) => {
  const result = (check: CheckResult['check'], ...findings: CheckResult['findings']): CheckResult => ({
    check,
    outcome: outcomeOf(findings),
    findings,
    cure: cureOf(findings),
    seconds: 0,
  });
  const slow = findingOf('disk.slow', { writeMegabytes: 0.4 });
  const noCable = findingOf('network.link_down', { interfaces: 'eth0' });
  const gone = findingOf('touch.lost', { name: 'Panel', part: '/dev/input/event3' });
  const fine = findingOf('slot.booted', { slot: 'A', state: 'good' });
  const at = Date.parse('2026-11-25T10:00:00Z');

  t.is(verdictOf([result('slot', fine), result('camera', findingOf('camera.none', {}))], at).outcome, 'ok');
  t.is(verdictOf([result('network', noCable)], at).outcome, 'usable');
  t.is(verdictOf([result('disk', slow)], at).outcome, 'usable');
  const worst = verdictOf([result('network', noCable), result('disk', slow), result('touch', gone)], at);
  t.is(worst.outcome, 'out_of_order');
  t.deepEqual(
    worst.actions.map(({ code }) => code),
    ['touch.lost', 'network.link_down', 'disk.slow'],
  );
  t.regex(worst.text, /touch failed/);
});

test('every finding that speaks against a totem says what to do', (t) => {
  for (const [code, entry] of Object.entries(findingCatalogue)) {
    const cure = 'cure' in entry ? entry.cure : '';
    t.is(
      entry.weight === 'failed' || entry.weight === 'warning',
      cure !== '' && entry.weight !== 'note',
      code,
    );
    t.true(checkNames.some((name) => code.startsWith(`${name}.`)) || code.startsWith('check.'), code);
  }
});

test('what comes from outside cannot act on a terminal through a finding', (t) => {
  const { text } = findingOf('disk.write_failed', {
    folder: '/data\u001b[2J',
    reason: `no\r\n${'x'.repeat(9000)}`,
  });
  t.notRegex(text, /\p{Cc}/u);
  t.true(text.length < 1000);
});
