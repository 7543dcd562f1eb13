import test from 'ava';
import fc from 'fast-check';
import {
  answered,
  createStatusReader,
  sound,
  stateOf,
  toldByItself,
} from '../../../agent/printing/status.ts';

test('answers and what it tells by itself are told apart, with XON, XOFF and rubbish between', (t) => {
  const reader = createStatusReader();
  t.deepEqual(reader.push(Uint8Array.of(0x11, 0x12, 0x13, 0xff, 0x00)), [{ kind: 'answer', byte: 0x12 }]);
  t.deepEqual(reader.push(Uint8Array.of(0x3c, 0x00, 0x0c)), [], 'the rest of it is on its way');
  t.deepEqual(reader.push(Uint8Array.of(0x0f, 0x1a)), [
    { kind: 'automatic', bytes: [0x3c, 0x00, 0x0c, 0x0f] },
    { kind: 'answer', byte: 0x1a },
  ]);
  t.deepEqual(reader.push(Uint8Array.of(0x10, 0x12)), [{ kind: 'answer', byte: 0x12 }], 'one that broke off');
});

test('the bits of the answers', (t) => {
  t.is(stateOf(answered(sound, 1, 0x1a)), 'offline');
  t.is(stateOf(answered(sound, 2, 0x16)), 'cover_open');
  t.is(stateOf(answered(sound, 2, 0x32)), 'paper_out');
  t.is(stateOf(answered(sound, 3, 0x1a)), 'failed');
  t.is(stateOf(answered(sound, 3, 0x52)), 'ready', 'a head that is too hot recovers by itself');
  t.true(answered(sound, 4, 0x1e).paperLow);
  t.is(stateOf(answered(sound, 4, 0x72)), 'paper_out');
  t.is(stateOf(toldByItself([0x38, 0x00, 0x0c, 0x00])), 'cover_open', 'what comes first is the cover');
  t.is(stateOf(toldByItself([0x18, 0x00, 0x0c, 0x00])), 'paper_out');
  t.is(stateOf(toldByItself([0x18, 0x08, 0x00, 0x00])), 'failed');
  t.is(stateOf(toldByItself([0x10, 0x00, 0x03, 0x00])), 'ready');
});

test('any bytes are read without harm, however they are cut', (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 1, max: 20 }), (bytes, size) => {
      const whole = createStatusReader().push(bytes);
      const reader = createStatusReader();
      const pieces = [];
      for (let at = 0; at < bytes.length; at += size)
        pieces.push(...reader.push(bytes.subarray(at, at + size)));
      t.deepEqual(pieces, whole);
      for (const word of whole) {
        if (word.kind === 'automatic') t.is(word.bytes.length, 4);
        else t.is(word.byte & 0x93, 0x12);
      }
    }),
  );
});
