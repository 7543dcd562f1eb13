import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import pino from 'pino';
import { type FaceSource, startCalls } from '../../../agent/call/index.ts';
import type { CallView } from '../../../protocol/call-page.ts';
import type { CallNotice, CallRequest, CallSignal, PartyName } from '../../../protocol/calls/messages.ts';
import { createChance } from '../../chaos/chance.ts';
import { type Party, type PartyOptions, startParty } from '../../harness/call-party.ts';
import { wish } from '../../harness/calling-hub.ts';
import { type Meddle, startMiddle } from '../../harness/udp-middle.ts';
import { until } from '../../harness/until.ts';

const run = promisify(execFile);
/** Long, because encoders share two processors with other tests here. */
const patience = 60_000;
const colours = { operator: [90, 90, 220], 'guest-1': [160, 200, 100] } as const;
type Other = keyof typeof colours;
const roles: Record<Other, string> = { operator: 'urp', 'guest-1': 'interpreter' };
type Standing = Extract<CallNotice, { type: 'standing' }>;

/** The citizen's side of a totem, whose hub is this test: it hands signals on to real parties. */
async function startTotem(t: ExecutionContext) {
  const runtimeFolder = await mkdtemp(join(tmpdir(), 'totem-parties-'));
  t.teardown(() => rm(runtimeFolder, { recursive: true, force: true }));
  const parties = new Map<PartyName, { take(signal: CallSignal): void }>();
  /** The number of the last attempt to reach each. */
  const attempts = new Map<PartyName, number>();
  let view: CallView | null = null;
  let face: FaceSource | null = null;
  let call = '';
  const calls = startCalls({
    devices: { camera: true, microphone: true },
    settings: {
      video: { source: 'test', device: null, width: 640, height: 480, framesPerSecond: 10 },
      sound: { source: 'test', sourceDevice: null, sink: 'none', sinkDevice: null },
      runtimeFolder,
    },
    mediaMissing: null,
    request(request: CallRequest) {
      if (request.type === 'ask') call = request.call;
      if (request.type === 'signal') {
        if (request.signal.kind === 'offer') attempts.set(request.to, request.signal.attempt);
        parties.get(request.to)?.take(request.signal);
      }
      return true;
    },
    show: (shown) => {
      face = shown;
    },
    send(message) {
      if (message.type === 'call') view = message.call;
    },
    fetchPicture: () => Promise.reject(new Error('no pictures here')),
    log: pino({ level: 'silent' }),
  });
  t.teardown(() => calls.stop());
  calls.online(true);
  calls.session(true);
  calls.heard({ type: 'call', action: { do: 'ask', wish } });
  calls.heard({ type: 'call', action: { do: 'place', face: { x: 0, y: 0, width: 1, height: 1 } } });

  const stand = (state: Standing['state'], others: readonly Other[]): void => {
    const there = others.map((party) => ({ party, role: roles[party], listens: false }));
    calls.notice({
      type: 'standing',
      call,
      state,
      you: 'citizen',
      wish,
      position: null,
      wait: null,
      parties: [{ party: 'citizen', role: '', listens: false }, ...there],
      ice: [],
      share: { kind: 'none' },
    });
  };
  const hear = (from: PartyName) => (signal: CallSignal) =>
    calls.notice({ type: 'signal', call, from, signal });
  return {
    calls,
    attempt: (party: Other) => attempts.get(party) ?? -1,
    stand,
    hear,
    view: () => view,
    async join(party: Other, options: Partial<PartyOptions> = {}): Promise<Party> {
      const whole = { colour: colours[party], ice: [], relayOnly: false, ...options };
      const joined = await startParty(t, whole, hear(party));
      parties.set(party, joined);
      return joined;
    },
    reach: (party: Other, take: (signal: CallSignal) => void) => parties.set(party, { take }),
    /** Brightness of the composed picture, as the display gets it, at places in fractions. */
    async brightness(places: readonly (readonly [number, number])[]): Promise<number[]> {
      if (face === null) return [];
      const file = join(runtimeFolder, 'picture');
      const words = `shmsrc socket-path=${face.socket} is-live=true num-buffers=1 ! filesink location=${file}`;
      await run('gst-launch-1.0', ['-q', ...words.split(' ')]);
      const { width, height } = face;
      const planes = await readFile(file);
      return places.map(([x, y]) => planes[Math.floor(y * height) * width + Math.floor(x * width)] ?? 0);
    },
  };
}

type Totem = Awaited<ReturnType<typeof startTotem>>;

/** Resolves when a party has got so many more pictures of the citizen. */
async function more(party: Party, count: number): Promise<void> {
  const { frames } = await party.sight();
  await until(
    'pictures of the citizen',
    async () => (await party.sight()).frames >= frames + count,
    patience,
  );
}

/** Resolves when the composed picture is so bright in its middle, and where the first guest stands. */
async function shows(totem: Totem, middle: number, corner: number): Promise<void> {
  const near = (value: number | undefined, wanted: number) => Math.abs((value ?? 0) - wanted) < 12;
  await until(
    `${middle} in the middle and ${corner} in the corner`,
    async () => {
      const [first, second] = await totem.brightness([
        [0.5, 0.4],
        [0.15, 0.85],
      ]);
      return near(first, middle) && near(second, corner);
    },
    patience,
  );
}

test('an operator and a guest see, hear and are shown together; either may vanish', async (t) => {
  t.timeout(5 * patience);
  const totem = await startTotem(t);
  const [operator, guest] = [await totem.join('operator'), await totem.join('guest-1')];
  totem.stand('connecting', ['operator']);
  await until('the operator on the screen', () => totem.view()?.picture, patience);
  await more(operator, 5);

  totem.stand('connected', ['operator', 'guest-1']);
  await more(guest, 5);
  t.like(await guest.sight(), { width: 640, height: 480 });
  t.deepEqual(
    totem.view()?.parties.map(({ party, role }) => `${party} ${role}`),
    ['citizen ', 'operator urp', 'guest-1 interpreter'],
  );
  const [middle] = colours.operator;
  const [corner] = colours['guest-1'];
  await shows(totem, middle, corner);
  for (const party of [operator, guest]) {
    await until('the citizen to be heard', async () => (await party.sight()).loud > 5, patience);
  }

  // The guest's browser is gone without a word: the others talk on.
  await guest.kill();
  await more(operator, 10);
  totem.stand('connected', ['operator']);
  await shows(totem, middle, middle);
  await until('the call to stand', () => totem.view()?.state === 'connected', patience);

  // Who has more to send than before asks for another attempt, even twice.
  const last = totem.attempt('operator');
  for (const attempt of [last, last]) totem.hear('operator')({ kind: 'again', attempt });
  await until('another offer', () => totem.attempt('operator') > last, patience);
  await more(operator, 5);

  const pid = totem.calls.mediaProcess();
  totem.calls.heard({ type: 'call', action: { do: 'leave' } });
  await until('nothing to be left', () => !existsSync(`/proc/${pid}`));
});

test('a call goes on whatever is put among its packets', async (t) => {
  t.timeout(5 * patience);
  const totem = await startTotem(t);
  const chance = createChance(6);
  const middle = await startMiddle(t, meddleWith(chance));
  const operator = await startParty(t, { colour: colours.operator, ice: [], relayOnly: false }, (signal) => {
    const told = middle.fromSecond(signal);
    if (told) totem.hear('operator')(told);
  });
  totem.reach('operator', (signal) => {
    const told = middle.fromFirst(signal);
    if (told) operator.take(told);
  });
  totem.stand('connecting', ['operator']);
  await until('the operator on the screen', () => totem.view()?.picture, patience);
  const pid = totem.calls.mediaProcess();
  totem.stand('connected', ['operator']);
  await more(operator, 40);
  t.true(middle.counts.added > 300, `${middle.counts.added} packets were put among ${middle.counts.passed}`);
  t.true((await operator.sight()).loud > 5);
  await until('the operator on the screen still', () => totem.view()?.picture, patience);
  t.is(totem.calls.mediaProcess(), pid);
  t.is(totem.view()?.problem, null);
});

/**
 * Behind every packet come ones that look like it and are not: bits turned, cut short, a true header of RTP with
 * anything behind it, reports that no one sent, nothing at all. One in fifty is damaged itself.
 */
function meddleWith(chance: ReturnType<typeof createChance>): Meddle {
  const flipped = (packet: Buffer): Buffer => {
    const copy = Buffer.from(packet);
    for (let count = 0; count < 4; count += 1) {
      const at = Math.floor(chance.between(0, copy.length));
      copy[at] = (copy[at] ?? 0) ^ (1 << Math.floor(chance.between(0, 8)));
    }
    return copy;
  };
  const wrong: Meddle = (packet) => [
    flipped(packet),
    packet.subarray(0, Math.floor(chance.between(0, packet.length))),
    Buffer.concat([packet.subarray(0, 12), chance.bytes(Math.floor(chance.between(0, 1400)))]),
    Buffer.concat([Buffer.from([0x81, chance.one([200, 201, 205, 206])]), chance.bytes(60)]),
    chance.bytes(Math.floor(chance.between(0, 40))),
    packet,
  ];
  return (packet) => {
    // Whoever is on the way can hinder two from agreeing on keys (DTLS, RFC 7983), which is not what is tried here.
    const first = packet[0] ?? 0;
    if (first >= 20 && first <= 63) return [packet];
    return [chance.next() < 0.02 ? flipped(packet) : packet, chance.one(wrong(packet))];
  };
}
