import test from 'ava';
import fc from 'fast-check';
import {
  type Action,
  atRest,
  type DisplayEvent,
  decide,
  engineSeconds,
  limits,
  nextDeadline,
  type Supervision,
} from '../../agent/display/planner.ts';

const starting = decide(atRest, { type: 'tick' }, 0).state;
const framed = decide(starting, { type: 'frames', rendered: 2 }, 500).state;
const running = decide(framed, { type: 'page', frames: 1 }, 600).state;
const waiting = decide(running, { type: 'failed', message: 'broken' }, 1000).state;
const stopped = decide(running, { type: 'stop' }, 1000).state;

interface Row {
  name: string;
  from: Supervision;
  event: DisplayEvent;
  at: number;
  phase: Supervision['phase'];
  actions: (Action['do'] | Extract<Action, { do: 'raise' }>['code'])[];
}

const rows: Row[] = [
  {
    name: 'the first tick starts',
    from: atRest,
    event: { type: 'tick' },
    at: 0,
    phase: 'starting',
    actions: ['spawn'],
  },
  {
    name: 'a start has time',
    from: starting,
    event: { type: 'tick' },
    at: limits.firstFrame - 1,
    phase: 'starting',
    actions: [],
  },
  {
    name: 'no first frame',
    from: starting,
    event: { type: 'tick' },
    at: limits.firstFrame,
    phase: 'waiting',
    actions: ['display.no_first_frame', 'kill'],
  },
  {
    name: 'first frames',
    from: starting,
    event: { type: 'frames', rendered: 1 },
    at: 400,
    phase: 'running',
    actions: [],
  },
  {
    name: 'frames, then page: well',
    from: framed,
    event: { type: 'page', frames: 1 },
    at: 600,
    phase: 'running',
    actions: ['clear'],
  },
  {
    name: 'page, then frames: well',
    from: decide(starting, { type: 'page', frames: 1 }, 300).state,
    event: { type: 'frames', rendered: 1 },
    at: 400,
    phase: 'running',
    actions: ['clear'],
  },
  {
    name: 'the same count is no frame',
    from: running,
    event: { type: 'frames', rendered: 2 },
    at: 3000,
    phase: 'running',
    actions: [],
  },
  {
    name: 'frames stop',
    from: running,
    event: { type: 'tick' },
    at: 500 + limits.nextFrame,
    phase: 'waiting',
    actions: ['display.stalled', 'kill'],
  },
  {
    name: 'the page never comes',
    from: { ...framed, frameDue: 1e9 },
    event: { type: 'tick' },
    at: limits.firstPage,
    phase: 'waiting',
    actions: ['display.page_lost', 'kill'],
  },
  {
    name: 'the page stops',
    from: { ...running, frameDue: 1e9 },
    event: { type: 'tick' },
    at: 600 + limits.nextPage,
    phase: 'waiting',
    actions: ['display.page_lost', 'kill'],
  },
  {
    name: 'the page goes and may return',
    from: running,
    event: { type: 'page_gone' },
    at: 700,
    phase: 'running',
    actions: [],
  },
  {
    name: 'the pipeline fails',
    from: running,
    event: { type: 'failed', message: 'm' },
    at: 1000,
    phase: 'waiting',
    actions: ['display.failed', 'kill'],
  },
  {
    name: 'it fails while it starts',
    from: starting,
    event: { type: 'failed', message: 'm' },
    at: 100,
    phase: 'waiting',
    actions: ['display.failed', 'kill'],
  },
  {
    name: 'the process ends',
    from: running,
    event: { type: 'exited', message: 'm' },
    at: 1000,
    phase: 'waiting',
    actions: ['display.failed', 'kill'],
  },
  {
    name: 'a rebuild is asked for',
    from: running,
    event: { type: 'rebuild' },
    at: 1000,
    phase: 'starting',
    actions: ['kill', 'spawn'],
  },
  {
    name: 'the wait is not over',
    from: waiting,
    event: { type: 'tick' },
    at: 1000 + limits.firstWait - 1,
    phase: 'waiting',
    actions: [],
  },
  {
    name: 'the wait is over',
    from: waiting,
    event: { type: 'tick' },
    at: 1000 + limits.firstWait,
    phase: 'starting',
    actions: ['spawn'],
  },
  {
    name: 'a rebuild ends the wait',
    from: waiting,
    event: { type: 'rebuild' },
    at: 1001,
    phase: 'starting',
    actions: ['spawn'],
  },
  {
    name: 'old news while waiting: frames',
    from: waiting,
    event: { type: 'frames', rendered: 99 },
    at: 1001,
    phase: 'waiting',
    actions: [],
  },
  {
    name: 'old news while waiting: page',
    from: waiting,
    event: { type: 'page', frames: 99 },
    at: 1001,
    phase: 'waiting',
    actions: [],
  },
  {
    name: 'old news while waiting: exit',
    from: waiting,
    event: { type: 'exited', message: 'm' },
    at: 1001,
    phase: 'waiting',
    actions: [],
  },
  {
    name: 'stop while running',
    from: running,
    event: { type: 'stop' },
    at: 1000,
    phase: 'stopped',
    actions: ['kill', 'clear'],
  },
  {
    name: 'stop while waiting',
    from: waiting,
    event: { type: 'stop' },
    at: 1000,
    phase: 'stopped',
    actions: ['kill', 'clear'],
  },
  {
    name: 'stopped stays stopped: tick',
    from: stopped,
    event: { type: 'tick' },
    at: 1e9,
    phase: 'stopped',
    actions: [],
  },
  {
    name: 'stopped stays stopped: rebuild',
    from: stopped,
    event: { type: 'rebuild' },
    at: 1e9,
    phase: 'stopped',
    actions: [],
  },
];

for (const row of rows) {
  test(`display: ${row.name}`, (t) => {
    const step = decide(row.from, row.event, row.at);
    t.is(step.state.phase, row.phase);
    t.deepEqual(
      step.actions.map((action) => (action.do === 'raise' ? action.code : action.do)),
      row.actions,
    );
  });
}

test('a page that loads itself anew may be away for as long as at its first start', (t) => {
  const renewing = decide(running, { type: 'page_renews' }, 1000).state;
  t.is(renewing.phase, 'running');
  // The old page may still have something to say, and then its connection closes.
  const last = decide(renewing, { type: 'page', frames: 9 }, 1010).state;
  t.is(last.pageDue, 1000 + limits.firstPage);
  const gone = decide(last, { type: 'page_gone' }, 1020).state;
  const shown = (state: Supervision, at: number) => decide(state, { type: 'frames', rendered: at }, at).state;
  const late = shown(gone, 1000 + limits.firstPage - 1);
  t.deepEqual(decide(late, { type: 'tick' }, 1000 + limits.firstPage - 1).actions, []);
  t.like(decide(late, { type: 'tick' }, 1000 + limits.firstPage).actions[0], { code: 'display.page_lost' });
  // Back again, it is watched as ever.
  const back = decide(gone, { type: 'page', frames: 0 }, 3000).state;
  t.is(back.pageDue, 3000 + limits.nextPage);
  t.is(decide(back, { type: 'page_gone' }, 3100).state.pageDue, 3100 + limits.pageReturn);
});

test('a page whose own frames stand still is not alive', (t) => {
  const beaten = decide({ ...running, frameDue: 1e9 }, { type: 'page', frames: 1 }, 5000).state;
  t.is(decide(beaten, { type: 'tick' }, 600 + limits.nextPage).state.phase, 'waiting');
});

test('waits double up to their cap, and the soak forgives', (t) => {
  let state = atRest;
  let now = 0;
  t.is(engineSeconds(state), 4);
  const waits: number[] = [];
  for (let round = 0; round < 9; round += 1) {
    state = decide(state, { type: 'tick' }, now).state;
    state = decide(state, { type: 'failed', message: 'm' }, now).state;
    waits.push(state.resumeAt - now);
    now = state.resumeAt;
  }
  t.deepEqual(waits, [500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]);
  t.is(engineSeconds(state), 16);
  state = decide(state, { type: 'tick' }, now).state;
  state = decide(state, { type: 'frames', rendered: 1 }, now).state;
  state = decide(state, { type: 'page', frames: 1 }, now).state;
  state = decide(state, { type: 'frames', rendered: 2 }, now + limits.soak).state;
  t.is(decide(state, { type: 'failed', message: 'm' }, 0).state.resumeAt, limits.firstWait);
});

test('an engine that hung is tried again before it is left more time, and a slow one gets it in the end', (t) => {
  const given = Array.from({ length: 8 }, (_, failures) => engineSeconds({ failures }));
  t.deepEqual(given, [4, 4, 4, 8, 8, 8, 16, 16]);
});

const anyEvent: fc.Arbitrary<DisplayEvent> = fc.oneof(
  fc.constant<DisplayEvent>({ type: 'tick' }),
  fc.nat(50).map((rendered): DisplayEvent => ({ type: 'frames', rendered })),
  fc.nat(50).map((frames): DisplayEvent => ({ type: 'page', frames })),
  fc.constant<DisplayEvent>({ type: 'page_renews' }),
  fc.constantFrom<DisplayEvent>(
    { type: 'page_gone' },
    { type: 'failed', message: 'm' },
    { type: 'exited', message: 'm' },
    { type: 'rebuild' },
  ),
);

test('there is never more than one child, and it is never forgotten', (t) => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyEvent, fc.nat(9000)), { maxLength: 80 }), (history) => {
      let state = atRest;
      let now = 0;
      let children = 0;
      for (const [event, passed] of history) {
        now += passed;
        const step = decide(state, event, now);
        for (const action of step.actions) {
          if (action.do === 'spawn') children += 1;
          if (action.do === 'kill') children = 0;
        }
        state = step.state;
        t.is(children, state.phase === 'waiting' ? 0 : 1);
        const due = nextDeadline(state);
        t.true(due !== null && due <= now + limits.longestWait);
      }
    }),
  );
});
