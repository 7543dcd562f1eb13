import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { type Display, startDisplay } from '../../agent/display/index.ts';
import { startKiosk } from '../../agent/kiosk/index.ts';
import { startTouch } from '../../agent/touch/index.ts';
import { tapBytes } from '../harness/evdev.ts';
import { until } from '../harness/until.ts';
import { atMost, type Outcome, quantile } from './report.ts';
import { Scope } from './scene.ts';

const size = { width: 540, height: 960 };
const framesPerSecond = 25;
const frameMs = 1000 / framesPerSecond;
const rounds = 60;

/** A page that changes its whole colour at every touch, and by itself when it is told its content changed. */
const page =
  '<!doctype html><meta charset="utf-8"><body style="margin:0;background:#000"><script src="turn.js"></script>';
const script = `const socket = new WebSocket('ws://' + location.host + '/ws');
let frames = 0, bright = false;
const say = (message) => socket.readyState === 1 && socket.send(JSON.stringify(message));
const turn = () => { bright = !bright; document.body.style.background = bright ? '#fff' : '#000'; };
const step = () => { frames += 1; requestAnimationFrame(step); };
requestAnimationFrame(step);
setInterval(() => say({ type: 'heartbeat', frames }), 500);
socket.onmessage = ({ data }) => {
  const message = JSON.parse(data);
  if (message.type === 'touch' && message.phase === 'down') turn();
  if (message.type === 'content') { turn(); say({ type: 'ready' }); }
};
`;

/** From input events written to the device until the picture changes, beside a change the page makes by itself. */
export async function touch(): Promise<Outcome> {
  const scope = new Scope();
  try {
    const stage = await openStage(scope);
    const own: number[] = [];
    const touched: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      own.push(await stage.pageTurns());
      touched.push(await stage.fingerTurns());
    }
    const figures = {
      touch_median_ms: quantile(touched, 0.5),
      touch_p95_ms: quantile(touched, 0.95),
      page_median_ms: quantile(own, 0.5),
      page_p95_ms: quantile(own, 0.95),
      touch_above_page_median_ms: quantile(touched, 0.5) - quantile(own, 0.5),
      touch_above_page_p95_ms: quantile(touched, 0.95) - quantile(own, 0.95),
    };
    return {
      figures,
      aims: {
        touch_above_page_median_ms: atMost(figures.touch_above_page_median_ms, 2 * frameMs),
        touch_above_page_p95_ms: atMost(figures.touch_above_page_p95_ms, 2 * frameMs),
      },
      table: {
        columns: ['from … to a changed picture', 'median, ms', 'p95, ms'],
        rows: [
          ['input events written to the device', figures.touch_median_ms, figures.touch_p95_ms],
          ['the page saying that it changes by itself', figures.page_median_ms, figures.page_p95_ms],
        ],
      },
      notes: [
        `${rounds} changes each at ${framesPerSecond} frames a second; a frame lasts ${frameMs} ms`,
        'pictures are taken from the pipeline as JPEG, which costs both rows the same',
      ],
    };
  } finally {
    await scope.end();
  }
}

async function openStage(scope: Scope) {
  const folder = mkdtempSync(join(tmpdir(), 'totem-touch-'));
  scope.teardown(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'index.html'), page);
  writeFileSync(join(folder, 'turn.js'), script);
  const device = join(folder, 'touch');
  execFileSync('mkfifo', [device]);
  const log = pino({ level: 'silent' });
  const faults = { raise: () => undefined, clear: () => undefined };
  const kiosk = await startKiosk({ port: 0, pageFolder: folder, content: () => null, log });
  scope.teardown(kiosk.stop);
  let saidReady = 0;
  const display = await startDisplay({
    configuration: { sink: 'none', ...size, framesPerSecond, attractLayer: false, enabled: true },
    pageUrl: kiosk.screenUrl,
    runtimeFolder: join(folder, 'run'),
    faults,
    log,
  });
  scope.teardown(display.stop);
  kiosk.onMessage((message) => {
    if (message.type === 'heartbeat') display.pageAlive(message.frames);
    if (message.type === 'ready') saidReady = performance.now();
  });
  const touches = await startTouch({
    devices: [{ path: device, maximumX: 1000, maximumY: 1000 }],
    onTouch: (step) => kiosk.send({ type: 'touch', ...step, origin: 'panel' }),
    faults,
    log,
  });
  scope.teardown(touches.stop);
  const finger = await open(device, 'w');
  scope.teardown(() => finger.close());
  await until('the display to run', () => display.figures().state === 'running', 60_000);
  const changed = watchPicture(display, scope);
  await changed(performance.now(), 0);

  return {
    pageTurns: async () => {
      saidReady = 0;
      kiosk.send({ type: 'content', release: null });
      await until('the page to turn', () => saidReady > 0);
      return changed(saidReady, 1);
    },
    fingerTurns: async () => {
      const from = performance.now();
      await finger.write(tapBytes(500, 500));
      return changed(from, 1);
    },
  };
}

/**
 * Looks at every frame. The function it gives resolves with the milliseconds from a moment until the next
 * change of picture that is followed by a calm picture; `least` 0 only waits for calm.
 */
function watchPicture(display: Display, scope: Scope) {
  let last: Buffer | undefined;
  let changedAt = 0;
  let calmFrames = 0;
  const look = () =>
    display.live(60, framesPerSecond, (jpeg) => {
      if (last?.equals(jpeg)) calmFrames += 1;
      else {
        changedAt = performance.now();
        calmFrames = 0;
      }
      last = jpeg;
    });
  look();
  const again = setInterval(look, 30_000);
  scope.teardown(() => {
    clearInterval(again);
    display.live(0, 1, () => undefined);
  });
  return async (from: number, least: 0 | 1): Promise<number> => {
    await until('the picture to change', () => (least === 0 || changedAt > from) && calmFrames >= 3, 30_000);
    return changedAt - from;
  };
}
