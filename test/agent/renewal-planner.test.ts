import test from 'ava';
import fc from 'fast-check';
import { decide, deeperQuiet, type Facts, fresh, type Renewal, spans } from '../../agent/renewal/planner.ts';

const settings = { sessions: 50, displaySessions: 500, memoryMebibytes: 400, quietSeconds: 60 };
const quietTime = settings.quietSeconds * 1000;
const mebibyte = 1024 * 1024;
const calm: Facts = { occupied: false, well: true, bytes: 200 * mebibyte };
const full: Facts = { ...calm, bytes: 500 * mebibyte };
const start = 10_000_000;

const look = (state: Renewal, facts: Facts, now: number, wanted = settings) =>
  decide(state, { type: 'look', facts }, now, wanted);
const quiet = { ...fresh, quietSince: start };
const used = { ...quiet, sessions: settings.sessions };
const loaded = decide(quiet, { type: 'loading' }, start, settings).state;

test('after so many sessions the page is loaded anew, once it has been quiet for long enough', (t) => {
  t.is(look({ ...used, quietSince: null }, calm, start).action, null);
  t.is(look(used, calm, start + quietTime - 1).action, null);
  t.is(look({ ...used, sessions: settings.sessions - 1 }, calm, start + quietTime).action, null);
  const again = decide(used, { type: 'session' }, start + quietTime, settings).state;
  t.is(look(again, calm, start + quietTime).action, null);
  const { state, action } = look(used, calm, start + quietTime);
  t.deepEqual(action, { do: 'load', reason: '50 sessions since the page was loaded' });
  t.is(state.askedAt, start + quietTime);
});

test('whoever is there, or a display that is not well, begins the quiet anew', (t) => {
  for (const facts of [
    { ...calm, occupied: true },
    { ...calm, well: false },
  ]) {
    const disturbed = look(used, facts, start + quietTime);
    t.is(disturbed.action, null);
    t.is(disturbed.state.quietSince, null);
    const again = look(disturbed.state, calm, start + quietTime + 1);
    t.is(again.state.quietSince, start + quietTime + 1);
    t.is(look(again.state, calm, start + 2 * quietTime).action, null);
    t.is(look(again.state, calm, start + 2 * quietTime + 1).action?.do, 'load');
  }
});

test('a page that does not do as asked is asked again, and one that does begins to count anew', (t) => {
  const asked = look(used, calm, start + quietTime).state;
  t.is(look(asked, calm, start + quietTime + spans.asking - 1).action, null);
  t.is(look(asked, calm, start + quietTime + spans.asking).action?.do, 'load');
  const { state } = decide(asked, { type: 'loading' }, start + quietTime + 50, settings);
  t.like(state, { sessions: 0, askedAt: null, loadedAt: start + quietTime + 50 });
  t.is(look(state, calm, start + quietTime + spans.asking).action, null);
});

test('too much memory loads the page whatever the sessions', (t) => {
  const { action } = look(quiet, full, start + quietTime);
  t.deepEqual(action, { do: 'load', reason: "the page's engine holds 500 MiB" });
  t.is(look(quiet, { ...full, bytes: null }, start + quietTime).action, null);
});

test('what a load does not give back, a new display does, in a deeper quiet and not again for hours', (t) => {
  t.is(look(loaded, full, start + spans.settling - 1).action, null);
  const deep = start + deeperQuiet * quietTime;
  t.is(look(loaded, full, deep - 1).action, null);
  t.is(look({ ...loaded, sessions: 1 }, full, deep).action, null);
  t.is(look(loaded, calm, deep).action, null);
  const { action } = look(loaded, full, deep);
  t.deepEqual(action, {
    do: 'rebuild',
    reason: "the page's engine holds 500 MiB after the page was loaded anew",
  });
  const rebuilt = decide(loaded, { type: 'rebuilt' }, deep, settings).state;
  t.like(rebuilt, { sessions: 0, loadedAt: null, rebuiltAt: deep });
  const later = { ...rebuilt, quietSince: deep, loadedAt: deep + spans.rebuilds - spans.settling - 2 };
  t.is(look(later, full, deep + spans.rebuilds - 1).action, null);
  t.is(look(later, full, deep + spans.rebuilds).action?.do, 'rebuild');
});

test('after many more sessions the display is built anew, in the deeper quiet, and counts from nothing', (t) => {
  let state: Renewal = fresh;
  for (let count = 0; count < settings.displaySessions; count += 1) {
    state = decide(state, { type: 'session' }, start, settings).state;
    if (count % settings.sessions === 0) state = decide(state, { type: 'loading' }, start, settings).state;
  }
  state = look(decide(state, { type: 'loading' }, start, settings).state, calm, start).state;
  const deep = start + deeperQuiet * quietTime;
  t.is(look(state, calm, deep - 1).action, null);
  t.deepEqual(look(state, calm, deep).action, {
    do: 'rebuild',
    reason: '500 sessions since the display was built',
  });
  t.like(decide(state, { type: 'rebuilt' }, deep, settings).state, { engineSessions: 0, sessions: 0 });
});

test('with 0 neither sessions nor memory count', (t) => {
  const never = { sessions: 0, displaySessions: 0, memoryMebibytes: 0, quietSeconds: 1 };
  t.is(look({ ...used, sessions: 9999, engineSessions: 9999 }, full, start + 1e9, never).action, null);
});

test('property: nothing is done while anybody is there or before it was quiet', (t) => {
  const facts = fc.record({
    occupied: fc.boolean(),
    well: fc.boolean(),
    bytes: fc.option(fc.integer({ min: 0, max: 2 ** 31 })),
  });
  const step = fc.record({
    after: fc.integer({ min: 0, max: 400_000 }),
    event: fc.oneof(
      fc.record({ type: fc.constant('look' as const), facts }),
      fc.constantFrom(
        { type: 'session' as const },
        { type: 'loading' as const },
        { type: 'rebuilt' as const },
      ),
    ),
  });
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let now = start;
        let state = fresh;
        let calmSince: number | null = null;
        for (const { after, event } of steps) {
          now += after;
          const next = decide(state, event, now, settings);
          state = next.state;
          if (event.type === 'look')
            calmSince = event.facts.occupied || !event.facts.well ? null : (calmSince ?? now);
          if (event.type === 'session') calmSince = null;
          if (next.action === null) continue;
          if (calmSince === null || now - calmSince < quietTime) return false;
          if (next.action.do === 'rebuild' && now - calmSince < deeperQuiet * quietTime) return false;
        }
        return true;
      }),
    ),
  );
});
