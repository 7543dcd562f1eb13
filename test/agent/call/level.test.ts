import test from 'ava';
import fc from 'fast-check';
import { afterPiece, type Ear, silentEar } from '../../../agent/call/media/level.ts';
import { decibelsOf, speech } from '../../../protocol/calls/speech.ts';

/** 10 ms of a tone of this level in dBFS. */
const piece = (level: number): Int16Array => {
  const top = Math.SQRT2 * 32_768 * 10 ** (level / 20);
  return Int16Array.from({ length: 480 }, (_sample, index) =>
    Math.round(top * Math.sin((index * Math.PI) / 24)),
  );
};
const loud = piece(-20);
const breath = piece(-46);
const room = piece(-60);

/** What the ear says at each change, with the milliseconds at which it does, over so many pieces of each kind. */
function changes(parts: readonly (readonly [Int16Array, number])[], from: Ear = silentEar) {
  let ear = from;
  let at = 0;
  const told: [number, boolean][] = [];
  for (const [samples, count] of parts) {
    for (let index = 0; index < count; index += 1) {
      at += 10;
      const before = ear.voice.speaks;
      ear = afterPiece(ear, samples);
      if (ear.voice.speaks !== before) told.push([at, ear.voice.speaks]);
    }
  }
  return told;
}

test('levels are decibels below full scale', (t) => {
  const near = (samples: Int16Array, level: number) => {
    const power = samples.reduce((sum, sample) => sum + (sample / 32_768) ** 2, 0);
    t.true(Math.abs(decibelsOf(power / samples.length) - level) < 0.5);
  };
  near(piece(-20), -20);
  near(piece(-46), -46);
  near(new Int16Array(480).fill(-32_768), 0);
  t.is(decibelsOf(0), Number.NEGATIVE_INFINITY);
});

test('who begins to speak does so within a tenth of a second, and ends after a pause', (t) => {
  t.deepEqual(changes([[room, 200]]), []);
  t.deepEqual(
    changes([
      [room, 20],
      [loud, 100],
      [room, 100],
    ]),
    [
      [300, true],
      [1800, false],
    ],
  );
});

test('between words, and between the two levels, nothing changes', (t) => {
  t.deepEqual(changes([[breath, 300]]), [], 'a breath begins nothing');
  const words = [
    [loud, 30],
    [room, 40],
  ] as const;
  t.deepEqual(changes([...words, ...words, ...words]), [[100, true]]);
  t.deepEqual(
    changes([
      [loud, 10],
      [breath, 300],
    ]),
    [[100, true]],
    'nor ends it',
  );
});

test('whatever is heard, it changes at the end of a window at most, and ends no sooner than a pause', (t) => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(loud, breath, room), fc.integer({ min: 1, max: 40 })), {
        maxLength: 40,
      }),
      (parts) => {
        let begun = Number.NEGATIVE_INFINITY;
        for (const [at, speaks] of changes(parts)) {
          t.is(at % speech.window, 0);
          if (speaks) begun = at;
          else t.true(at - begun >= speech.pause * speech.window);
        }
      },
    ),
    { numRuns: 200 },
  );
});
