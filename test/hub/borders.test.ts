import test from 'ava';
import fc from 'fast-check';
import { generate } from 'mqtt-packet';
import { createFrameGuard } from '../../hub/broker/frames.ts';
import { createPace } from '../../hub/broker/pace.ts';
import { maySubscribe, publishableChannel } from '../../hub/broker/rules.ts';
import { downwardChannels, topicOf, upwardChannels } from '../../protocol/index.ts';

const totemId = fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,10}[a-z0-9])?$/);

/** Cuts bytes into pieces of the given sizes, over and over. */
function pieces(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const result: Buffer[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    result.push(bytes.subarray(at, at + size));
    at += size;
  }
  return result;
}

test('the frame guard lets every packet below the limit through, however the bytes are cut', (t) => {
  const packet = fc.oneof(
    fc.constant(generate({ cmd: 'pingreq' })),
    fc.uint8Array({ maxLength: 900 }).map((payload) =>
      generate({
        cmd: 'publish',
        topic: 'a/b',
        payload: Buffer.from(payload),
        qos: 1,
        messageId: 7,
        dup: false,
        retain: false,
      }),
    ),
  );
  const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(fc.array(packet, { maxLength: 30 }), sizes, (packets, cuts) => {
      const guard = createFrameGuard(1000);
      return pieces(Buffer.concat(packets), cuts).every((piece) => guard(piece) === undefined);
    }),
  );
  t.is(createFrameGuard(1000)(Buffer.alloc(0)), undefined);
});

test('the frame guard says too large on the announcement, before the body', (t) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1001, max: 268_435_455 }),
      fc.integer({ min: 1, max: 5 }),
      (length, cut) => {
        const header = [0x32];
        for (let rest = length; rest > 0; rest = Math.floor(rest / 128)) {
          header.push((rest % 128) | (rest >= 128 ? 0x80 : 0));
        }
        const guard = createFrameGuard(1000);
        return pieces(Buffer.from(header), [cut]).some((piece) => guard(piece) === 'too_large');
      },
    ),
  );
  t.is(createFrameGuard(1000)(Buffer.from([0x32, 0x80, 0x80, 0x80, 0x80, 0x01])), 'malformed');
});

test('a totem publishes upward and subscribes downward, under its own id and nowhere else', (t) => {
  fc.assert(
    fc.property(totemId, totemId, (own, other) => {
      for (const channel of upwardChannels) {
        if (publishableChannel(own, topicOf(own, channel)) !== channel) return false;
        if (maySubscribe(own, topicOf(own, channel))) return false;
        if (own !== other && publishableChannel(own, topicOf(other, channel)) !== undefined) return false;
      }
      for (const channel of downwardChannels) {
        if (!maySubscribe(own, topicOf(own, channel))) return false;
        if (publishableChannel(own, topicOf(own, channel)) !== undefined) return false;
        if (own !== other && maySubscribe(own, topicOf(other, channel))) return false;
      }
      return true;
    }),
  );
  fc.assert(
    fc.property(totemId, fc.string(), (own, topic) => {
      const known = [...upwardChannels, ...downwardChannels].some(
        (channel) => topic === topicOf(own, channel),
      );
      return known || (publishableChannel(own, topic) === undefined && !maySubscribe(own, topic));
    }),
  );
  for (const topic of [
    '#',
    'totem/#',
    'totem/+/desired',
    'totem/a/+',
    'totem/a/desired/',
    '/totem/a/desired',
  ]) {
    t.false(maySubscribe('a', topic), topic);
  }
});

test('a totem that sends too fast waits, one that does not never does', (t) => {
  let moment = 0;
  let slowed = 0;
  const pace = createPace({
    perSecond: 10,
    burst: 20,
    onSlowed: () => {
      slowed += 1;
    },
    now: () => moment,
  });
  let resumed = 0;
  const send = (totem: string) =>
    pace.readOn(totem, () => {
      resumed += 1;
    });
  for (let count = 0; count < 30; count += 1) send('fast');
  t.deepEqual([resumed, slowed], [20, 10]);
  send('other');
  t.is(resumed, 21);
  for (let count = 0; count < 100; count += 1) {
    moment += 100;
    send('steady');
  }
  t.is(resumed, 121);
  moment += 60_000;
  send('fast');
  t.is(resumed, 122);
  pace.stop();
});
