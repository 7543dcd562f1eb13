import { setTimeout as pause } from 'node:timers/promises';
import test from 'ava';
import fc from 'fast-check';
import { pino } from 'pino';
import { nextContentState } from '../../agent/content/table.ts';
import {
  type ActualState,
  createReconciler,
  createReporter,
  ExclusiveRunner,
  type Executors,
  plan,
  type Step,
} from '../../agent/reconcile/index.ts';
import type { ContentRecord, ReleaseReference } from '../../agent/state/index.ts';
import { contentStates, type DesiredState, failure, success } from '../../protocol/index.ts';
import { until } from '../harness/until.ts';

const log = pino({ level: 'silent' });
const names = ['a', 'b', 'c'] as const;
const reference = (release: string): ReleaseReference => ({
  release,
  manifest: { sha256: release.repeat(64), size: 1 },
});
const anyReference = fc.option(fc.constantFrom(...names).map(reference));
const anyRecord: fc.Arbitrary<ContentRecord> = fc.record({
  state: fc.constantFrom(...contentStates),
  active: anyReference,
  previous: anyReference,
  target: anyReference,
  rejected: anyReference,
  problem: fc.constant(null),
});
const anyDesired: fc.Arbitrary<DesiredState | null> = fc.option(
  fc.record({
    revision: fc.nat(),
    content: anyReference,
    keyRing: fc.option(
      fc.constantFrom('one', 'two').map((payload) => ({ payloadType: 'x', payload, signatures: [] })),
    ),
    configuration: fc.constantFrom({}, { idleSeconds: 30 }),
  }),
);
const idle: ContentRecord = {
  state: 'idle',
  active: null,
  previous: null,
  target: null,
  rejected: null,
  problem: null,
};
const at = (content: Partial<ContentRecord>, damaged = 0): ActualState => ({
  keyRingHandled: null,
  configuration: {},
  content: { ...idle, ...content },
  damaged,
});
const want = (release: string | null): DesiredState => ({
  revision: 1,
  content: release === null ? null : reference(release),
  keyRing: null,
  configuration: {},
});
const actionsOf = (steps: Step[]) => steps.map(({ action }) => action);

/** What a step does to the actual state when all goes well, by the table of the content operation. */
function carriedOut(step: Step, actual: ActualState): ActualState {
  const { content } = actual;
  const move = (event: Parameters<typeof nextContentState>[1], edit: Partial<ContentRecord>): ActualState => {
    const state = nextContentState(content.state, event);
    if (!state) throw new Error(`${step.action} is planned in ${content.state}`);
    return { ...actual, content: { ...content, ...edit, state } };
  };
  switch (step.action) {
    case 'acceptKeyRing':
      return { ...actual, keyRingHandled: step.envelope.payload };
    case 'applyConfiguration':
      return { ...actual, configuration: step.configuration };
    case 'repairContent':
      return { ...actual, damaged: 0 };
    case 'fetchContent': {
      const targeted = move('targeted', { target: step.target, rejected: null });
      return { ...targeted, content: { ...targeted.content, state: 'verified' } };
    }
    case 'activateContent': {
      const from = content.state === 'verified' ? move('activated', {}) : actual;
      const { active, target } = content;
      const state = nextContentState(from.content.state, 'switched');
      if (!state) throw new Error(`activation is planned in ${content.state}`);
      return { ...actual, content: { ...content, state, previous: active, active: target, target: null } };
    }
    case 'proveContent':
      return move('proved', {});
    case 'rollBackContent':
      return move('restored', {
        rejected: content.active,
        active: content.previous,
        previous: null,
      });
    case 'settleContent':
      return move('settled', { target: null, rejected: null });
  }
}

test('from any state the first steps, carried out and planned anew, end, and end where they should', (t) => {
  fc.assert(
    fc.property(anyDesired, anyRecord, fc.nat(2), (desired, content, damaged) => {
      fc.pre(!['proving', 'rolling_back'].includes(content.state) || content.active !== null);
      const rejectedBefore = content.state === 'rolling_back' ? content.active : content.rejected;
      let actual: ActualState = { keyRingHandled: null, configuration: null, content, damaged };
      for (let count = 0; ; count += 1) {
        const [step] = plan(desired, actual);
        if (!step) break;
        t.true(count < 12, `no end: ${step.action}`);
        actual = carriedOut(step, actual);
      }
      t.true(['idle', 'failed'].includes(actual.content.state));
      const wanted = desired?.content?.release;
      const refused = rejectedBefore?.release === wanted;
      if (wanted !== undefined && !refused) t.is(actual.content.active?.release, wanted);
      t.deepEqual(plan(desired, actual), []);
    }),
    { numRuns: 2000 },
  );
});

test('what is planned for each state of the content operation', (t) => {
  const whole = ['fetchContent', 'activateContent', 'proveContent'];
  const rows: [string, DesiredState | null, ActualState, string[]][] = [
    ['nothing desired', null, at({}), []],
    ['nothing desired keeps what is shown', want(null), at({ active: reference('a') }), []],
    ['a new release', want('b'), at({ active: reference('a') }), whole],
    ['the active release', want('a'), at({ active: reference('a') }), []],
    ['damage first', want('b'), at({ active: reference('a') }, 2), ['repairContent', ...whole]],
    ['fetching goes on', want('b'), at({ state: 'fetching', target: reference('b') }), whole],
    ['another one while fetching', want('c'), at({ state: 'fetching', target: reference('b') }), whole],
    [
      'withdrawn while fetching',
      want(null),
      at({ state: 'fetching', target: reference('b') }),
      ['settleContent'],
    ],
    ['verified', want('b'), at({ state: 'verified', target: reference('b') }), whole.slice(1)],
    ['verified but superseded', want('c'), at({ state: 'verified', target: reference('b') }), whole],
    ['activating', want('b'), at({ state: 'activating', target: reference('b') }), whole.slice(1)],
    ['proving ends first', want('c'), at({ state: 'proving', active: reference('b') }), ['proveContent']],
    ['rolling back', want('b'), at({ state: 'rolling_back', active: reference('b') }), ['rollBackContent']],
    ['rejected is not tried again', want('b'), at({ state: 'failed', rejected: reference('b') }), []],
    ['another after a failure', want('c'), at({ state: 'failed', rejected: reference('b') }), whole],
    [
      'back to the active one after a failure',
      want('a'),
      at({ state: 'failed', active: reference('a'), rejected: reference('b') }),
      ['settleContent'],
    ],
  ];
  for (const [what, desired, actual, expected] of rows)
    t.deepEqual(actionsOf(plan(desired, actual)), expected, what);
});

test('passes never overlap, and requests during a pass lead to one more', async (t) => {
  let running = 0;
  let passes = 0;
  const runner = new ExclusiveRunner({
    pass: async () => {
      running += 1;
      t.is(running, 1);
      await pause(5);
      passes += 1;
      running -= 1;
      return success(null);
    },
    delay: () => 1,
    log,
  });
  for (let count = 0; count < 10; count += 1) runner.request();
  await until('the passes', () => passes === 2 && running === 0);
  await runner.stop();
  runner.request();
  t.is(passes, 2);
});

test('a failed pass is tried again with growing attempts, and a success begins the count anew', async (t) => {
  const attempts: number[] = [];
  let passes = 0;
  const runner = new ExclusiveRunner({
    pass: async () => {
      passes += 1;
      if (passes === 2) throw new Error('broken');
      return passes < 4 ? failure('unavailable', 'not yet') : success(null);
    },
    delay: (attempt) => {
      attempts.push(attempt);
      return 1;
    },
    log,
  });
  runner.request();
  await until('the fourth pass', () => passes === 4);
  t.deepEqual(attempts, [0, 1, 2]);
  await runner.stop();
});

test('an interrupting request aborts the pass that runs; stopping does too and waits for it', async (t) => {
  const ended: string[] = [];
  let passes = 0;
  const runner = new ExclusiveRunner({
    pass: async (signal) => {
      passes += 1;
      const name = `pass ${passes}`;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      ended.push(name);
      return success(null);
    },
    delay: () => 1,
    log,
  });
  runner.request();
  runner.request({ interrupt: true });
  await until('the second pass', () => passes === 2);
  t.deepEqual(ended, ['pass 1']);
  await runner.stop();
  t.deepEqual(ended, ['pass 1', 'pass 2']);
});

test('the reconciler carries out one step at a time and plans anew after each', async (t) => {
  let actual = at({ active: reference('a') });
  const done: string[] = [];
  const executor = (action: Step['action']) => async () => {
    done.push(action);
    const [planned] = plan(want('b'), actual);
    t.is(planned?.action, action);
    if (planned) actual = carriedOut(planned, actual);
    return success(null);
  };
  const executors: Executors = {
    acceptKeyRing: executor('acceptKeyRing'),
    applyConfiguration: executor('applyConfiguration'),
    repairContent: executor('repairContent'),
    fetchContent: executor('fetchContent'),
    activateContent: executor('activateContent'),
    proveContent: executor('proveContent'),
    rollBackContent: executor('rollBackContent'),
    settleContent: executor('settleContent'),
  };
  const reconciler = createReconciler({
    desired: () => want('b'),
    actual: () => actual,
    executors,
    delay: () => 1,
    log,
  });
  reconciler.request();
  await until('the release to be active', () => actual.content.active?.release === 'b' && done.length === 3);
  t.deepEqual(done, ['fetchContent', 'activateContent', 'proveContent']);
  await reconciler.stop();
});

test('a reporter tells the first change at once and never misses the last', async (t) => {
  let value = 0;
  const told: number[] = [];
  const reporter = createReporter(() => told.push(value), 20);
  for (value = 1; value < 50; value += 1) reporter.changed();
  await until('the last change', () => told.at(-1) === 50);
  t.is(told[0], 1);
  t.is(told.length, 2);
  reporter.stop();
});
