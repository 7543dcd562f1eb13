import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { decodeFrame, type Frame, isNear, pixelAt } from '../harness/frame.ts';
import { descendants, paintPicture, paintVideo, type Screen, startScreen } from '../harness/screen.ts';
import { until } from '../harness/until.ts';

const green = [0, 160, 0] as const;
const blue = [0, 0, 220] as const;
const black = [0, 0, 0] as const;
const red = [220, 0, 0] as const;
const yellow = [220, 220, 0] as const;
type Colour = readonly [number, number, number];
const bar = [0.5, 0.97] as const;
const middle = [0.5, 0.45] as const;

/** A start may need a second try on a busy machine: the supervisor's patience is part of what is tested. */
const patience = 100_000;

async function frameOf(screen: Screen): Promise<Frame | undefined> {
  const picture = await screen.display.picture();
  return picture.ok ? decodeFrame(picture.value) : undefined;
}

function shows(screen: Screen, [x, y]: readonly [number, number], colour: Colour): Promise<Frame> {
  return until(
    `${colour} at ${x} ${y}`,
    async () => {
      const frame = await frameOf(screen);
      return frame !== undefined && isNear(pixelAt(frame, x, y), [...colour]) && frame;
    },
    patience,
  );
}

const started = async (t: ExecutionContext): Promise<Screen> => {
  const screen = await startScreen(t);
  await shows(screen, bar, green);
  return screen;
};

/** The processes of the display: Node, and WebKit's two. */
async function processesOf(): Promise<{ node: number; web: number } | undefined> {
  const all = await descendants(process.pid);
  const node = all.find(
    ({ name, arguments: line }) => name !== 'ps' && line.includes('display/process.ts'),
  )?.pid;
  const web = all.find(({ name }) => name.startsWith('WPEWebProcess'))?.pid;
  return node === undefined || web === undefined ? undefined : { node, web };
}

const isBack = (screen: Screen, former: { node: number }) =>
  until(
    'another display',
    async () => {
      const now = await processesOf();
      return screen.display.figures().state === 'running' && now !== undefined && now.node !== former.node;
    },
    patience,
  );

test.serial('the page is composed over pictures and videos, whole and in their colours', async (t) => {
  const screen = await started(t);
  const picture = join(screen.folder, 'wide.png');
  const video = join(screen.folder, 'clip.webm');
  const broken = join(screen.folder, 'broken.webm');
  await paintPicture(picture, 0xdc0000, 400, 200);
  await paintVideo(video, 0xdcdc00, 40);
  await writeFile(broken, 'not a video');
  const { restarts } = screen.display.figures();
  const played: string[] = [];
  screen.display.onPlayed(({ media }) => played.push(media));
  screen.display.setPlaylist([
    { file: picture, media: 'media/wide.png', kind: 'image', seconds: 2 },
    { file: video, media: 'media/clip.webm', kind: 'video', seconds: null },
    { file: broken, media: 'media/broken.webm', kind: 'video', seconds: null },
  ]);
  const frame = await shows(screen, middle, red);
  t.true(isNear(pixelAt(frame, 0.5, 0.1), [...black]), 'a wide picture has black above it');
  t.true(isNear(pixelAt(frame, ...bar), [...green]), 'the page is over it');
  await shows(screen, middle, yellow);
  await until('the second round', () => played.length >= 3, patience);
  t.deepEqual(played.slice(0, 3), ['media/wide.png', 'media/clip.webm', 'media/wide.png']);
  t.deepEqual(screen.faults.filter(({ code }) => code === 'display.media_failed')[0], {
    change: 'raised',
    code: 'display.media_failed',
    part: 'media/broken.webm',
  });

  screen.display.setAttract(false);
  await shows(screen, middle, black);
  const before = played.length;
  screen.display.setAttract(true);
  await until('it plays again', () => played.length > before, patience);
  t.is(screen.display.figures().restarts, restarts, 'a broken file harms nothing else');
});

test.serial('a touch told to the page changes the frame', async (t) => {
  const screen = await started(t);
  screen.kiosk.send({ type: 'touch', phase: 'down', contact: 0, x: 0.5, y: 0.5, origin: 'panel' });
  await shows(screen, middle, blue);
  screen.kiosk.send({ type: 'touch', phase: 'up', contact: 0, x: 0.5, y: 0.5, origin: 'panel' });
  t.truthy(await shows(screen, middle, black));
});

test.serial('the live view gives frames for a bounded time', async (t) => {
  const screen = await started(t);
  let frames = 0;
  screen.display.live(60, 5, (jpeg) => {
    frames += 1;
    t.is(jpeg.readUInt16BE(0), 0xffd8);
  });
  await until('frames', () => frames >= 3);
  screen.display.live(0, 1, () => t.fail('ended'));
  const after = frames;
  await until('more frames on the screen', async () => {
    const { framesRendered } = screen.display.figures();
    return framesRendered > 0 && (await screen.display.picture()).ok;
  });
  t.true(frames <= after + 1);
});

for (const victim of ['node', 'web'] as const) {
  test.serial(`a killed display comes back: ${victim}`, async (t) => {
    const screen = await started(t);
    const former = await until('its processes', processesOf);
    process.kill(former[victim], 'SIGKILL');
    await isBack(screen, former);
    await shows(screen, bar, green);
    await until('the faults are cleared', () => screen.open().length === 0, patience);
    t.true(screen.faults.some(({ change }) => change === 'raised'));
    t.true(screen.display.figures().restarts >= 1);
  });
}

test.serial('a display that hangs is found by its frame counter and comes back', async (t) => {
  const screen = await started(t);
  const former = await until('its processes', processesOf);
  process.kill(former.node, 'SIGSTOP');
  await until('the fault', () => screen.faults.some(({ code }) => code === 'display.stalled'), patience);
  await isBack(screen, former);
  await shows(screen, bar, green);
  t.false((await descendants(process.pid)).some(({ pid }) => pid === former.node || pid === former.web));
});

test.serial('a display that is stopped leaves no process', async (t) => {
  const screen = await started(t);
  const former = await until('its processes', processesOf);
  await screen.display.stop();
  for (const pid of [former.node, former.web]) await until(`the end of ${pid}`, () => !isAlive(pid));
  t.is(screen.display.figures().state, 'off');
  const picture = await screen.display.picture();
  t.is(picture.ok ? 'a picture' : picture.error.code, 'unavailable');
});

test.serial('without an attract layer the page is alone on the screen', async (t) => {
  const screen = await startScreen(t, { attractLayer: false });
  t.truthy(await shows(screen, bar, green));
});

/** A process that waits to be reaped by whoever adopted it has ended. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return !/^State:\s+Z/m.test(readStatus(pid));
}

function readStatus(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return 'State:\tZ';
  }
}
