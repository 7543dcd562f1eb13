import test from 'ava';
import { decide, nextDeadline, patience } from '../../../agent/call/machine.ts';
import { atRest, type CallState } from '../../../agent/call/state.ts';
import { isLive, isTalk, type Phase, type PhaseEvent, phaseTable } from '../../../agent/call/table.ts';
import { viewOf } from '../../../agent/call/view.ts';
import { callViewStates } from '../../../protocol/call-page.ts';
import type { CallNotice, CallRequest } from '../../../protocol/calls/messages.ts';
import { callStates } from '../../../protocol/calls/states.ts';
import { wishFor } from '../../harness/call-view.ts';

const call = '5f6f1d6e-2f6b-4a1e-9c59-0d3f4b8e8f10';
const other = '0b9c7f3a-8f5e-4f63-8d4c-2a9f4b1e7c11';
const wish = wishFor('urp');
const operator = { party: 'operator', role: 'urp', listens: false };
const citizen = { party: 'citizen', role: '', listens: false };

type Standing = Extract<CallNotice, { type: 'standing' }>;

function standing(state: Standing['state'], change: Partial<Standing> = {}): Standing {
  return {
    type: 'standing',
    call,
    state,
    you: 'citizen',
    wish,
    position: null,
    wait: null,
    parties: isTalk(state) ? [citizen, operator] : [citizen],
    ice: [],
    share: { kind: 'none' },
    ...change,
  };
}

type Event = Parameters<typeof decide>[1];

/** A call and what happened to it: the last state, and all that was said to the hub. */
function lived(events: readonly Event[], from: CallState = { ...atRest, online: true }, now = 0) {
  let state = from;
  const requests: CallRequest[] = [];
  for (const event of events) {
    const step = decide(state, event, now);
    state = step.state;
    requests.push(...step.requests);
  }
  return { state, requests, view: viewOf(state, { camera: true, microphone: true }, () => null) };
}

const ask: Event = { type: 'ask', id: call, wish, unable: null };
const told = (notice: Extract<Event, { type: 'notice' }>['notice']): Event => ({ type: 'notice', notice });
const flow = (flows: boolean): Event => ({
  type: 'flow',
  party: 'operator',
  seen: { flows, picture: flows },
});

/** Ways into each phase. */
const into: Record<Phase, Event[]> = {
  none: [],
  asking: [ask],
  closed: [ask, told({ type: 'closed', call, office: 'urp', opens: null })],
  waiting: [ask, told(standing('waiting', { position: 2, wait: { from: 3, to: 8 } }))],
  ringing: [ask, told(standing('ringing'))],
  connecting: [ask, told(standing('connecting'))],
  connected: [ask, told(standing('connected')), flow(true)],
  interrupted: [ask, told(standing('connected')), told(standing('interrupted'))],
  callback: [ask, told(standing('callback'))],
  ended: [ask, told(standing('connected')), told({ type: 'ended', call, outcome: 'answered' })],
};
/** What brings each event about. */
const causes: Record<PhaseEvent, { event: Event; online?: boolean; at?: number }> = {
  waiting: { event: told(standing('waiting')) },
  ringing: { event: told(standing('ringing')) },
  connecting: { event: told(standing('connecting')) },
  connected: { event: told(standing('connected')) },
  interrupted: { event: told(standing('interrupted')) },
  callback: { event: told(standing('callback')) },
  ended: { event: told({ type: 'ended', call, outcome: 'broken' }) },
  closed: { event: told({ type: 'closed', call, office: 'urp', opens: null }) },
  ask: { event: { type: 'ask', id: other, wish: { ...wish, office: 'tributi' }, unable: null } },
  leave: { event: { type: 'page', action: { do: 'leave' }, id: other } },
  dismiss: { event: { type: 'page', action: { do: 'dismiss' }, id: other } },
  refused: {
    event: told({ type: 'refused', call, error: { code: 'not_found', message: 'this call is over' } }),
  },
  expire: { event: { type: 'tick' }, at: patience.answer },
  silence: { event: { type: 'tick' }, online: false, at: patience.silence },
  wipe: { event: { type: 'wipe' } },
};

for (const phase of ['none', ...callViewStates] as const) {
  test(`in ${phase}, each event leads where the table says and nowhere else`, (t) => {
    for (const [name, cause] of Object.entries(causes)) {
      const cut: Event[] = cause.online === false ? [{ type: 'online', online: false }, flow(false)] : [];
      const { state } = lived([...into[phase], ...cut]);
      t.is(state.call?.phase ?? 'none', phase);
      const expected = Object.entries(phaseTable[phase]).find(([event]) => event === name)?.[1];
      const after = decide(state, cause.event, cause.at ?? 1).state.call?.phase ?? 'none';
      // A wish for another call is the one thing that is taken everywhere.
      t.is(after, expected ?? phase, `${phase}, ${name}`);
    }
  });
}

test('every state of the hub has a phase here, and only those of a call under way are live', (t) => {
  for (const state of callStates) t.is(isLive(state), state !== 'ended');
  t.false(isLive('asking') || isLive('closed') || isLive('none'));
});

test('the hub is asked, asked again when it is back, and told once that media comes in', (t) => {
  const { requests } = lived([
    ask,
    { type: 'online', online: false },
    { type: 'online', online: true },
    told(standing('connecting')),
    flow(true),
    flow(true),
    { type: 'online', online: false },
    { type: 'online', online: true },
    flow(false),
  ]);
  t.deepEqual(requests, [
    { type: 'ask', call, wish },
    { type: 'ask', call, wish },
    { type: 'media', call, flowing: true },
    { type: 'resume', call },
    { type: 'media', call, flowing: true },
    { type: 'media', call, flowing: false },
  ]);
});

test('who hangs up without a hub is out at once, and the hub hears of it when it is back', (t) => {
  const left = lived([...into.connected, { type: 'online', online: false }, causes.leave.event]);
  t.is(left.view?.state, 'ended');
  t.is(left.view?.outcome, 'answered');
  t.false(left.requests.some(({ type }) => type === 'leave'));
  t.deepEqual(lived([{ type: 'online', online: true }], left.state).requests, [{ type: 'leave', call }]);
});

test('a call goes on without the hub for as long as the other side is heard', (t) => {
  const { state } = lived([...into.connected, { type: 'online', online: false }], undefined, 1000);
  t.is(nextDeadline(state), null);
  const silent = decide(state, flow(false), 2000).state;
  t.is(nextDeadline(silent), 2000 + patience.silence);
  t.is(decide(silent, { type: 'tick' }, 2000 + patience.silence - 1).state.call?.phase, 'connected');
  t.is(decide(silent, { type: 'tick' }, 2000 + patience.silence).state.call?.outcome, 'broken');
  t.is(nextDeadline(decide(silent, flow(true), 3000).state), null);
});

test('a call of text needs no media, and a page that is loaded again is told what was written', (t) => {
  const text = { line: 0, text: 'Buongiorno', final: false };
  const { state, requests, view } = lived([
    { ...ask, wish: { ...wish, mode: 'text' } },
    told(standing('connecting', { wish: { ...wish, mode: 'text' } })),
    { type: 'page', action: { do: 'text', text }, id: other },
    { type: 'page', action: { do: 'text', text: { ...text, text: 'Buongiorno!', final: true } }, id: other },
  ]);
  t.deepEqual(requests[1], { type: 'media', call, flowing: true });
  t.deepEqual(view?.camera, { there: true, on: false });
  t.deepEqual(state.lines, [{ from: 'citizen', text: { ...text, text: 'Buongiorno!', final: true } }]);
  t.deepEqual(lived([{ type: 'wipe' }], state).state.lines, []);
});

test('who is not seen has the camera off, and a call that goes silent is shown as interrupted', (t) => {
  const hidden = { ...wish, seen: false };
  t.false(lived([{ ...ask, wish: hidden }, told(standing('connected', { wish: hidden }))]).view?.camera.on);
  t.is(lived([...into.connected, flow(false)]).view?.state, 'interrupted');
  t.is(lived(into.connected).view?.state, 'connected');
  t.true(lived(into.connected).view?.picture);
});

test('who speaks is told while their sound comes in, and the citizen while the microphone is on', (t) => {
  const speaks = (party: string, speaks = true): Event => ({ type: 'speech', party, speaks });
  t.is(lived(into.connected).view?.speaking, undefined);
  const both = lived([...into.connected, speaks('operator'), speaks('citizen'), speaks('guest-1')]);
  t.deepEqual(both.view?.speaking, ['citizen', 'operator'], 'nobody who takes no part');
  const after = (...events: Event[]) => lived(events, both.state).view?.speaking;
  t.deepEqual(after(speaks('operator', false)), ['citizen']);
  t.deepEqual(after(flow(false)), ['citizen']);
  t.deepEqual(after({ type: 'page', action: { do: 'microphone', on: false }, id: other }), ['operator']);
  const broken = {
    code: 'internal',
    message: 'camera, microphone and screen of the call start again',
  } as const;
  t.is(after({ type: 'trouble', problem: broken, gone: true }, flow(true)), undefined);
  t.is(after(told({ type: 'ended', call, outcome: 'answered' })), undefined);
});

test("the page is told of a picture that is not shaped as a camera's", (t) => {
  const { state } = lived(into.connected);
  const devices = { camera: true, microphone: true };
  t.is(viewOf(state, devices, () => null, 640 / 480)?.shape, undefined);
  t.is(viewOf(state, devices, () => null, 1280 / 720)?.shape, 16 / 9);
});

test('a place that is kept outlives its session, and is taken up by who asks for the same office', (t) => {
  const { state } = lived([...into.callback, { type: 'wipe' }]);
  t.is(state.call?.phase, 'callback');
  t.deepEqual(decide(state, { ...ask, id: other }, 1).requests, [{ type: 'resume', call }]);
  const elsewhere = decide(state, causes.ask.event, 1);
  t.deepEqual(elsewhere.requests[0], { type: 'leave', call });
});

test('a totem that cannot do it says so without asking, and what comes of other calls is passed over', (t) => {
  const unable = lived([{ ...ask, unable: '@roamhq/wrtc is not installed on this totem' }]);
  t.deepEqual(unable.requests, []);
  t.is(unable.view?.problem?.code, 'unsupported');
  t.is(unable.view?.state, 'ended');

  const stray = lived([told({ ...standing('connected'), call: other })]);
  t.deepEqual(stray.requests, [{ type: 'leave', call: other }]);
  t.deepEqual(
    lived([...into.waiting, told({ type: 'ended', call: other, outcome: 'broken' })]).view?.state,
    'waiting',
  );
});

test('refusals are told, and end only what has not begun or is not known any more', (t) => {
  const no = (code: string): Event =>
    told({ type: 'refused', call, error: { code, message: 'a call from here is under way' } });
  t.like(lived([ask, no('conflict')]).view, { state: 'ended', outcome: null, problem: { code: 'conflict' } });
  t.like(lived([...into.connected, no('offline')]).view, {
    state: 'connected',
    problem: { code: 'offline' },
  });
  t.like(lived([...into.waiting, no('not_found')]).view, { state: 'ended', outcome: 'lost' });
});

test('a hub that cannot say yet whether the office is open is asked again, until patience is over', (t) => {
  const later = told({ type: 'refused', call, error: { code: 'unavailable', message: 'ask again' } });
  const asking = lived([ask, later]);
  t.is(asking.view?.state, 'asking');
  t.is(nextDeadline(asking.state), patience.again);
  const again = lived([{ type: 'tick' }], asking.state, patience.again);
  t.deepEqual(again.requests, [{ type: 'ask', call, wish }]);
  t.like(lived([told(standing('waiting'))], again.state, patience.again).view, { state: 'waiting' });
  t.is(nextDeadline(again.state), patience.answer);
  const over = lived([later, { type: 'tick' }], again.state, patience.answer);
  t.like(over.view, { state: 'ended', problem: { code: 'unavailable' } });
});

test('a request to be rung up has an id of its own, and its answer is shown with the closed office', (t) => {
  const request = {
    office: 'urp',
    subject: null,
    language: 'it',
    phone: '+390212345678',
    when: 'any' as const,
    consent: 'Accetto che l’ufficio mi richiami a questo numero.',
  };
  const { requests, view } = lived([
    ...into.closed,
    { type: 'page', action: { do: 'appointment', request }, id: other },
    told({ type: 'noted', call: other, expires: '2026-12-09T10:00:00.000Z' }),
  ]);
  t.deepEqual(requests.at(-1), { type: 'appointment', call: other, request });
  t.is(view?.noted, '2026-12-09T10:00:00.000Z');
});
