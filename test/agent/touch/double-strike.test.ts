import test from 'ava';
import fc from 'fast-check';
import { createKeys, type KeyStep, keyCodes, keyTable } from '../../../agent/touch/keys.ts';

const up = keyCodes.KEY_UP ?? 0;
const down = keyCodes.KEY_DOWN ?? 0;

/** A keypad with a clock in hand. */
function keypad(within: number) {
  const steps: KeyStep[] = [];
  let time = 0;
  const keys = createKeys(keyTable(), (step) => steps.push(step), { within, now: () => time });
  return {
    steps,
    said: () => steps.map(({ key, phase }) => `${key} ${phase}`).join(', '),
    strike(code: number, held = 10, pause = 0) {
      keys.take(code, 1);
      time += held;
      keys.take(code, 0);
      time += pause;
    },
  };
}

test('a key struck again at once by a trembling hand counts once', (t) => {
  const pad = keypad(100);
  pad.strike(up, 10, 40);
  pad.strike(up, 10, 99);
  t.is(pad.said(), 'up down, up up');
  pad.strike(up, 10, 1);
  t.is(pad.said(), 'up down, up up, up down, up up', 'after the pause it counts again');
});

test('another key counts at once, and so does the first after it', (t) => {
  const pad = keypad(500);
  pad.strike(up, 10, 5);
  pad.strike(down, 10, 5);
  pad.strike(up);
  t.is(pad.said(), 'up down, up up, down down, down up, up down, up up');
});

test('without a pause every strike counts', (t) => {
  const pad = keypad(0);
  pad.strike(up);
  pad.strike(up);
  t.is(pad.steps.length, 4);
});

test('however one strikes, each key goes down before it comes up, and never twice', (t) => {
  fc.assert(
    fc.property(
      fc.nat(1000),
      fc.array(fc.tuple(fc.constantFrom(up, down), fc.nat(300), fc.nat(300))),
      (within, strikes) => {
        const pad = keypad(within);
        for (const [code, held, pause] of strikes) pad.strike(code, held, pause);
        for (let index = 0; index < pad.steps.length; index += 2) {
          const [press, release] = pad.steps.slice(index, index + 2);
          t.deepEqual([press?.phase, release?.phase, press?.key], ['down', 'up', release?.key]);
        }
      },
    ),
  );
});
