import test from 'ava';
import fc from 'fast-check';
import { createContacts, type TouchStep } from '../../../agent/touch/contacts.ts';
import type { PanelState } from '../../../agent/touch/fingers.ts';
import { createKeys, type KeyStep, keyTable } from '../../../agent/touch/keys.ts';
import { identity, normalisation } from '../../../agent/touch/matrix.ts';
import { createReading } from '../../../agent/touch/reading.ts';
import { createTracker } from '../../../agent/touch/tracker.ts';
import { keepsOrder, nothingRejected } from './panel.ts';

const axis = { minimum: 0, maximum: 1000 };

/** What a kernel might know of four slots and two keys. */
const kernel = fc.record({
  slot: fc.nat(3),
  fingers: fc.array(fc.record({ id: fc.integer({ min: -1, max: 3 }), x: fc.nat(1000), y: fc.nat(1000) }), {
    minLength: 4,
    maxLength: 4,
  }),
  keys: fc.uniqueArray(fc.constantFrom(103, 108), { maxLength: 2 }),
});
const event = fc.oneof(
  fc.tuple(fc.constant(3), fc.constantFrom(0x2f, 0x35, 0x36, 0x39), fc.integer({ min: -1, max: 3 })),
  fc.tuple(fc.constant(1), fc.constantFrom(103, 108), fc.integer({ min: 0, max: 2 })),
  fc.tuple(fc.constant(0), fc.constantFrom(0, 0, 3), fc.constant(0)),
);
/** Stretches of events, and after each the device is empty and the kernel asked, if need be. */
const stretches = fc.array(fc.tuple(fc.array(event, { maxLength: 25 }), kernel), { maxLength: 6 });

test('after a loss the fingers are those that the kernel knows, and no step is missing or double', (t) => {
  fc.assert(
    fc.property(stretches, (all) => {
      const steps: TouchStep[] = [];
      const pressed: KeyStep[] = [];
      let state: PanelState = { slot: 0, slots: [], touching: false, x: 0, y: 0 };
      let keysDown = new Set<number>();
      let asked = false;
      const contacts = createContacts({
        tracker: createTracker('slots', { x: 250, y: 250 }),
        panel: normalisation(axis, axis),
        calibration: identity,
        rejection: nothingRejected,
        onStep: (step) => steps.push(step),
        now: () => 0,
      });
      const reading = createReading({
        contacts,
        keys: createKeys(keyTable(), (step) => pressed.push(step)),
        ask() {
          asked = true;
          return { panel: state, keysDown };
        },
      });
      for (const [events, known] of all) {
        for (const [type, code, value] of events) reading.take(type, code, value);
        state = {
          ...state,
          slot: known.slot,
          slots: known.fingers.map(({ id, x, y }) => ({
            id,
            axes: new Map([
              [0x35, x],
              [0x36, y],
            ]),
          })),
        };
        keysDown = new Set(known.keys);
        asked = false;
        reading.drained();
        const lost = events.some(([type, code]) => type === 0 && code === 3);
        t.is(asked, lost);
        if (!lost) continue;
        t.is(contacts.down(), known.fingers.filter(({ id }) => id >= 0).length);
        for (const [number, { id, x, y }] of known.fingers.entries()) {
          const last = steps.findLast(({ contact }) => contact === number);
          if (id >= 0)
            t.true(Math.abs((last?.x ?? 2) - x / 1000) < 1e-9 && Math.abs((last?.y ?? 2) - y / 1000) < 1e-9);
        }
      }
      keepsOrder(t, steps);
      reading.cancel();
      t.is(keepsOrder(t, steps).size, 0);
      keepsKeys(t.true, pressed);
    }),
  );
});

test('each key goes down once, repeats only then, and comes up once, whatever a keyboard sends', (t) => {
  const stroke = fc.tuple(fc.constantFrom(103, 72, 28, 96, 1, 14, 63, 400), fc.integer({ min: -1, max: 3 }));
  fc.assert(
    fc.property(fc.array(stroke, { maxLength: 60 }), (strokes) => {
      const steps: KeyStep[] = [];
      const keys = createKeys(keyTable({ KEY_F5: 'help' }), (step) => steps.push(step));
      for (const [code, value] of strokes) keys.take(code, value);
      keys.release();
      keepsKeys(t.true, steps);
    }),
  );
});

/** Down, repetitions, up, for each key; none is left down. */
function keepsKeys(isTrue: (value: boolean, message?: string) => void, steps: readonly KeyStep[]): void {
  const down = new Set<string>();
  for (const { key, phase } of steps) {
    isTrue(down.has(key) === (phase !== 'down'), `${key} ${phase}`);
    if (phase === 'down') down.add(key);
    if (phase === 'up') down.delete(key);
  }
  isTrue(down.size === 0);
}
