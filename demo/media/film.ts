import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withCanvas } from './browser.ts';
import { filmFrame } from './day.ts';

/** The film: seven seconds of portrait video, small enough for a thin line. */
const film = { width: 720, height: 1280, framesPerSecond: 25, frames: 175 } as const;

/** Draws the frames of "a day in the city" and encodes them as WebM (VP8) at `target`. */
export async function makeFilm(target: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'totem-film-'));
  try {
    await withCanvas(film, async (canvas) => {
      for (let index = 0; index < film.frames; index += 1) {
        await canvas.draw(
          `<svg xmlns="http://www.w3.org/2000/svg" width="${film.width}" height="${film.height}" viewBox="0 0 1080 1920" font-family="Titillium Web">${filmFrame(index / film.frames)}</svg>`,
        );
        await writeFile(
          join(folder, `${String(index).padStart(4, '0')}.png`),
          await canvas.shot({ type: 'png' }),
        );
      }
    });
    await promisify(execFile)('gst-launch-1.0', [
      '-q',
      ...['multifilesrc', `location=${join(folder, '%04d.png')}`, 'index=0', `stop-index=${film.frames - 1}`],
      `caps=image/png,framerate=${film.framesPerSecond}/1`,
      ...['!', 'pngdec', '!', 'videoconvert', '!', 'video/x-raw,format=I420'],
      ...['!', 'vp8enc', 'target-bitrate=1400000', 'end-usage=vbr', 'min-quantizer=4', 'max-quantizer=44'],
      ...['deadline=0', 'cpu-used=0', 'threads=2', 'keyframe-max-dist=50', 'token-partitions=1'],
      ...['!', 'webmmux', '!', 'filesink', `location=${target}`],
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
