import test from 'ava';
import fc from 'fast-check';
import { type Area, clear, draw, fitted, guestArea, ownArea } from '../../../agent/call/media/compose.ts';
import { createMixer } from '../../../agent/call/media/mixer.ts';
import {
  isDue,
  type PeerEvent,
  type PeerState,
  patience,
  peerTable,
} from '../../../agent/call/media/table.ts';
import type { Picture } from '../../../agent/call/media/wrtc.ts';

function picture(width: number, height: number, luma: (x: number, y: number) => number): Picture {
  const data = new Uint8Array((width * height * 3) / 2).fill(128);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) data[y * width + x] = luma(x, y);
  }
  return { width, height, data };
}
const at = ({ width, data }: Picture, x: number, y: number) => data[y * width + x];
const evens = (minimum: number, maximum: number) =>
  fc.integer({ min: minimum / 2, max: maximum / 2 }).map((half) => half * 2);
const within = (area: Area, { width, height }: Picture) =>
  area.x >= 0 && area.y >= 0 && area.x + area.width <= width && area.y + area.height <= height;
const isEven = (area: Area) => Object.values(area).every((side) => side % 2 === 0);

test('whatever the size of the pictures, they stay within the canvas and keep their shape', (t) => {
  fc.assert(
    fc.property(
      evens(64, 400),
      evens(64, 400),
      evens(16, 600),
      evens(16, 600),
      (width, height, wide, high) => {
        const canvas = picture(width, height, () => 16);
        const given = { width: wide, height: high, data: new Uint8Array((wide * high * 3) / 2).fill(200) };
        const whole = fitted(given, { x: 0, y: 0, width, height });
        for (const area of [
          whole,
          ownArea(canvas, given),
          guestArea(canvas, given, 0),
          guestArea(canvas, given, 1),
        ]) {
          t.true(within(area, canvas) && isEven(area), JSON.stringify(area));
          draw(canvas, given, area);
        }
        t.true(
          Math.abs(whole.width / whole.height - wide / high) <=
            (wide / high) * (4 / Math.min(whole.width, whole.height)),
        );
      },
    ),
    { numRuns: 60 },
  );
});

test('a picture is drawn as it is, larger, smaller and as in a mirror', (t) => {
  const ramp = picture(32, 32, (x) => x * 8);
  const canvas = picture(64, 64, () => 0);
  draw(canvas, ramp, { x: 16, y: 16, width: 32, height: 32 });
  t.is(at(canvas, 16, 20), 0);
  t.is(at(canvas, 47, 20), 248);
  t.is(at(canvas, 15, 20), 0);
  t.is(at(canvas, 48, 20), 0);

  draw(canvas, ramp, { x: 0, y: 0, width: 64, height: 64 }, true);
  t.true((at(canvas, 0, 10) ?? 0) > 240 && (at(canvas, 63, 10) ?? 255) < 8);
  draw(canvas, ramp, { x: 0, y: 0, width: 16, height: 16 });
  t.true(Math.abs((at(canvas, 8, 8) ?? 0) - 132) <= 4);

  clear(canvas);
  t.is(at(canvas, 40, 40), 16);
  t.is(canvas.data.at(-1), 128);
});

test('several voices are added up, in step with the first, and never beyond what a sample holds', (t) => {
  const mixer = createMixer();
  const piece = (value: number) => new Int16Array(480).fill(value);
  t.is(mixer.add('operator', piece(1000))?.[0], 1000);
  t.is(mixer.add('guest-1', piece(500)), null);
  t.is(mixer.add('operator', piece(1000))?.[0], 1500);
  t.is(mixer.add('operator', piece(1000))?.[0], 1000);
  for (let count = 0; count < 50; count += 1) mixer.add('guest-1', piece(32_000));
  t.is(mixer.add('operator', piece(32_000))?.[479], 32_767);
  // Whoever set the pace leaves: the next one does.
  mixer.drop('operator');
  t.is(mixer.add('guest-1', piece(7))?.[0], 7);
});

test('the way to a party goes from state to state as its table says, and is tried again when it is time', (t) => {
  const rows: [PeerState, PeerEvent, PeerState | undefined][] = [
    ['idle', 'attempt', 'reaching'],
    ['idle', 'flow', undefined],
    ['reaching', 'attempt', 'reaching'],
    ['reaching', 'flow', 'flowing'],
    ['reaching', 'stall', undefined],
    ['flowing', 'stall', 'stalled'],
    ['flowing', 'attempt', 'reaching'],
    ['flowing', 'flow', undefined],
    ['stalled', 'flow', 'flowing'],
    ['stalled', 'attempt', 'reaching'],
    ['closed', 'attempt', undefined],
    ['closed', 'flow', undefined],
  ];
  for (const [state, event, next] of rows) t.is(peerTable[state][event], next, `${state}, ${event}`);
  for (const state of ['idle', 'reaching', 'flowing', 'stalled'] as const)
    t.is(peerTable[state].close, 'closed');

  t.true(isDue('idle', 0, false));
  t.false(isDue('reaching', patience.attempt, false));
  t.true(isDue('reaching', patience.attempt + 1, false));
  t.true(isDue('reaching', patience.failed + 1, true));
  t.true(isDue('stalled', patience.stall + 1, false));
  t.true(isDue('stalled', 0, true));
  t.false(isDue('flowing', 1e9, true));
  t.false(isDue('closed', 1e9, true));
});
