import { once } from 'node:events';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { faceBox } from '../../../agent/display/launch.ts';
import { faceSize, startFaceSource } from '../../harness/face-source.ts';
import { decodeFrame, isNear, pixelAt } from '../../harness/frame.ts';
import { paintPicture, type Screen, startScreen } from '../../harness/screen.ts';
import { until } from '../../harness/until.ts';

const black = [0, 0, 0] as const;
const red = [220, 0, 0] as const;
const blue = [0, 0, 220] as const;
const green = [0, 160, 0] as const;
type Colour = readonly [number, number, number];

const patience = 60_000;

/** Resolves when one frame of the screen has these colours at these places. */
async function shows(screen: Screen, wanted: readonly (readonly [number, number, Colour])[]): Promise<void> {
  await until(
    JSON.stringify(wanted),
    async () => {
      const picture = await screen.display.picture();
      if (!picture.ok) return false;
      const frame = await decodeFrame(picture.value);
      return wanted.every(([x, y, colour]) => isNear(pixelAt(frame, x, y), [...colour]));
    },
    patience,
  );
}

/** Pictures of one colour. */
const sourceOf = (t: ExecutionContext, socket: string, argb: number) =>
  startFaceSource(t, socket, [`videotestsrc is-live=true pattern=solid-color foreground-color=${argb}`], 10);

test('the other side of a call is in its place below the page, and the attract layer comes back', async (t) => {
  const screen = await startScreen(t);
  const socket = join(screen.folder, 'face');
  screen.display.setAttract(false);
  // A display without a graphics device takes its time to start.
  t.timeout(10 * patience);
  await shows(screen, [[0.5, 0.97, green]]);
  const first = await sourceOf(t, socket, 0xffdc0000);
  // 288 by 216 pixels of 360 by 640: the shape of the camera.
  const place = { x: 0.1, y: 0.2, width: 0.8, height: 216 / 640 };
  const source = { socket, ...faceSize };
  screen.display.setFace({ ...source, place });
  await shows(screen, [
    ...([
      [0.15, 0.22, red],
      [0.85, 0.22, red],
      [0.5, 0.5, red],
    ] as const),
    ...([
      [0.5, 0.17, black],
      [0.05, 0.4, black],
      [0.95, 0.4, black],
      [0.5, 0.6, black],
    ] as const),
    // The page is above it.
    [0.5, 0.97, green],
  ]);

  // The page makes it larger; a place of another shape has black beside the picture.
  screen.display.setFace({ ...source, place: { x: 0, y: 0, width: 1, height: 0.9 } });
  await shows(screen, [
    [0.02, 0.45, red],
    [0.98, 0.45, red],
    [0.5, 0.1, black],
    [0.5, 0.8, black],
  ]);

  // The process of the media dies, and another one takes its place.
  first.kill('SIGKILL');
  await once(first, 'exit');
  await sourceOf(t, socket, 0xff0000dc);
  await shows(screen, [[0.5, 0.45, blue]]);

  screen.display.setFace(null);
  await shows(screen, [[0.5, 0.45, black]]);
  const picture = join(screen.folder, 'attract.png');
  await paintPicture(picture, 0xdc0000, 360, 640);
  screen.display.setPlaylist([{ file: picture, media: 'media/attract.png', kind: 'image', seconds: 5 }]);
  screen.display.setAttract(true);
  await shows(screen, [[0.5, 0.45, red]]);
  t.deepEqual(screen.open(), []);
});

test('the place of a face is within the screen, whatever the page says', (t) => {
  const screen = { width: 1080, height: 1920 };
  t.deepEqual(faceBox(screen, { x: 0.1, y: 0.25, width: 0.8, height: 0.5 }), {
    caps: 'video/x-raw,format=BGRx,width=864,height=960,pixel-aspect-ratio=1/1',
    borders: { left: -108, right: -108, top: -480, bottom: -480 },
  });
  for (const place of [
    { x: 1, y: 1, width: 1, height: 1 },
    { x: 0, y: 0, width: 0, height: 0 },
    { x: 0.999, y: 0.5, width: 0.5, height: 0.6 },
  ]) {
    const { caps, borders } = faceBox(screen, place);
    const [, width = 0, height = 0] = /width=(\d+),height=(\d+)/.exec(caps)?.map(Number) ?? [];
    t.is(width - borders.left - borders.right, 1080);
    t.is(height - borders.top - borders.bottom, 1920);
    t.true(Object.values(borders).every((border) => border <= 0));
  }
});
