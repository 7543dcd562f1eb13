import { randomUUID } from 'node:crypto';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import type { Calls } from '../../../hub/calls/index.ts';
import {
  type CallRequest,
  type CallState,
  callStates,
  checkDescription,
  type DeskRequest,
} from '../../../protocol/calls/index.ts';
import { ask, desk, open } from './setting.ts';

test('a totem that calls a thousand times is told to wait, and leaves nothing behind', async (t) => {
  const { calls, told, store } = await open(t);
  for (let time = 0; time < 1000; time += 1) {
    const request = ask();
    await calls.fromTotem('rho', request);
    await calls.fromTotem('rho', { type: 'leave', call: request.call });
  }
  const refused = told('rho').filter((each) => each.type === 'refused');
  t.is(refused.length, 990);
  t.true(refused.every((each) => each.type === 'refused' && each.error.code === 'too_many_requests'));
  t.is((await store.db.selectFrom('calls').select('id').execute()).length, 10);
  // Others are not the worse for it.
  await calls.fromTotem('legnano', ask());
  t.like(told('legnano').at(-1), { type: 'standing', state: 'waiting', position: 1 });
});

test('messages from the wrong side, twice, late or for a call that is none change nothing', async (t) => {
  const { calls, told } = await open(t);
  const anna = await desk(t, calls, 'anna');
  const bea = await desk(t, calls, 'bea');
  await anna.take({ type: 'presence', presence: 'available' });
  const request = ask();
  const { call } = request;
  await calls.fromTotem('rho', request);
  const standing = () => JSON.stringify(calls.centre.view().calls.get(call));
  const early: CallRequest[] = [
    {
      type: 'signal',
      call,
      to: 'citizen',
      signal: { kind: 'candidate', attempt: 0, candidate: '', section: null, sectionIndex: null },
    },
    { type: 'text', call, text: { line: 0, text: 'troppo presto', final: true } },
  ];
  const rings = standing();
  for (const message of early) await anna.take(message);
  const strangers: CallRequest[] = [
    { type: 'leave', call },
    { type: 'media', call, flowing: true },
    { type: 'resume', call },
    { type: 'postpone', call },
    { type: 'ask', call, wish: request.wish },
    ...early,
  ];
  for (const message of strangers) await calls.fromTotem('legnano', message);
  const wrongDesk = (call: string): DeskRequest[] => [
    { type: 'answer', call },
    { type: 'decline', call },
    { type: 'show', call, share: { kind: 'card', card: 'carta-identita' } },
    { type: 'transfer', call, to: { office: 'urp' }, note: '' },
    { type: 'invite', call, operator: 'anna', listens: true },
    { type: 'record', call, on: true, sound: false },
    { type: 'leave', call },
  ];
  for (const message of wrongDesk(call)) await bea.take(message);
  t.is(standing(), rings, 'it rings at the same desk');
  t.false(told('rho').some(({ type }) => type === 'text' || type === 'signal' || type === 'ended'));

  await anna.take({ type: 'answer', call });
  await anna.take({ type: 'answer', call });
  await anna.take({ type: 'leave', call });
  await anna.take({ type: 'leave', call });
  t.is(told('rho').filter(({ type }) => type === 'ended').length, 1);
  const over = standing();
  const before = anna.told.length;
  await anna.take({ type: 'answer', call });
  t.like(
    anna.told.slice(before).find(({ type }) => type === 'refused'),
    { error: { code: 'not_found' } },
  );
  for (const message of [...strangers, ...early]) await calls.fromTotem('rho', message);
  t.is(standing(), over, 'what is over stays over');
  for (const message of wrongDesk(randomUUID())) await bea.take(message);
});

test('hostile descriptions: whatever is done to one, it is passed on as it is or refused by name', (t) => {
  const section = (kind: string, protocol: string, codec: string) => [
    `m=${kind} 9 ${protocol} 96`,
    'c=IN IP4 0.0.0.0',
    'a=ice-ufrag:abcd',
    'a=ice-pwd:abcdefghijklmnopqrstuvwx',
    `a=fingerprint:sha-256 ${Array(32).fill('AB').join(':')}`,
    'a=setup:actpass',
    `a=rtpmap:96 ${codec}`,
  ];
  const good = [
    'v=0',
    'o=- 1 2 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    ...section('audio', 'UDP/TLS/RTP/SAVPF', 'opus/48000/2'),
    ...section('video', 'UDP/TLS/RTP/SAVPF', 'VP8/90000'),
  ];
  const text = (lines: readonly string[]) => `${lines.join('\r\n')}\r\n`;
  const policy = { loopback: false };
  t.true(checkDescription(text(good), policy).ok);
  const evil = [
    'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x',
    'm=message 2855 TCP/MSRP *',
    'm=video 9 RTP/AVP 96',
    'a=candidate:1 1 udp 1 169.254.169.254 80 typ host',
    'a=candidate:1 1 udp 1 127.0.0.1 22 typ host',
    'a=candidate:1 1 udp 1 ::ffff:7f00:1 22 typ host',
    'a=candidate:1 1 udp 1 evil.example 80 typ host',
    `a=x:${'y'.repeat(3000)}`,
    'a=\u0000',
    'nonsense',
  ];
  for (const line of evil) t.false(checkDescription(text([...good, line]), policy).ok, line);
  for (const codec of ['opus', 'VP8']) {
    t.false(checkDescription(text(good.map((line) => line.replace(codec, 'foreign'))), policy).ok, codec);
  }
  t.like(checkDescription(text([...good, ...Array(20_000).fill('a=x')]), policy), {
    error: { code: 'too_large' },
  });
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom(...good, ...evil), fc.string({ maxLength: 60 })), { maxLength: 40 }),
      (lines) => {
        const checked = checkDescription(text(lines), policy);
        if (checked.ok) t.is(checked.value, text(lines));
        else t.true(['/sdp', '/candidate'].includes(checked.error.field ?? ''));
      },
    ),
    { numRuns: 300 },
  );
});

interface Scene {
  calls: Calls;
  anna: Awaited<ReturnType<typeof desk>>;
  call: string;
}
const steps: Record<CallState, (scene: Scene) => Promise<void>> = {
  waiting: async () => undefined,
  ringing: async ({ anna }) => anna.take({ type: 'presence', presence: 'available' }),
  connecting: async ({ anna, call }) => anna.take({ type: 'pick', call }),
  connected: async ({ calls, anna, call }) => {
    await anna.take({ type: 'pick', call });
    await anna.take({ type: 'media', call, flowing: true });
    await calls.fromTotem('rho', { type: 'media', call, flowing: true });
  },
  interrupted: async (scene) => {
    await steps.connected(scene);
    await scene.anna.closed();
  },
  callback: async ({ calls, call }) => calls.fromTotem('rho', { type: 'postpone', call }),
  ended: async ({ calls, call }) => calls.fromTotem('rho', { type: 'leave', call }),
};

/** Brings a call to a state, and kills the hub there. */
async function killedIn(t: ExecutionContext, state: CallState) {
  const setting = await open(t);
  const anna = await desk(t, setting.calls, 'anna');
  const request = ask();
  await setting.calls.fromTotem('rho', request);
  await steps[state]({ calls: setting.calls, anna, call: request.call });
  t.is(setting.calls.centre.view().calls.get(request.call)?.state, state);
  return { ...setting, calls: await setting.killed(), call: request.call };
}

for (const state of callStates) {
  test(`a hub that is killed with a call ${state}: the call goes on, or ends by itself`, async (t) => {
    const { calls, told, call, clock } = await killedIn(t, state);
    await calls.fromTotem('rho', { type: 'resume', call });
    const after = told('rho').at(-1);
    if (state === 'ended') return t.like(after, { type: 'refused', error: { code: 'not_found' } });
    calls.totemLink('rho', true);
    const talked = state === 'connecting' || state === 'connected' || state === 'interrupted';
    if (talked) {
      t.like(after, { type: 'standing', state: 'interrupted' });
      const anna = await desk(t, calls, 'anna');
      await anna.take({ type: 'media', call, flowing: true });
      await calls.fromTotem('rho', { type: 'media', call, flowing: true });
      t.like(told('rho').at(-1), { type: 'standing', state: 'connected' });
      await anna.closed();
    } else {
      t.like(after, { type: 'standing', state: 'waiting' });
    }
    calls.totemLink('rho', false);
    // Behind what was said of the link.
    await calls.centre.take({ type: 'tick' });
    clock.now += 10 * 3_600_000;
    await calls.centre.take({ type: 'tick' });
    await calls.centre.take({ type: 'tick' });
    t.is(
      calls.centre.view().calls.get(call)?.state ?? 'ended',
      'ended',
      'time ends what nobody comes back to',
    );
  });
}
