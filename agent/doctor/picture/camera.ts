import { type AgentConfiguration, failure, type Result, success } from '../../../protocol/index.ts';
import { reasonOf, runChild } from '../child.ts';

/** Grey pixels of several pictures in a row, 0 black to 255 white. */
export interface Shots {
  width: number;
  height: number;
  frames: Buffer[];
}

export const shotSize = { width: 320, height: 240 } as const;

/** The first pictures of many cameras are dark until the exposure has settled. */
const settling = 8;
const looked = 5;

function sourceOf(camera: AgentConfiguration['camera']): string[] {
  if (camera.source === 'test') return ['videotestsrc', 'is-live=true', 'pattern=smpte'];
  return ['v4l2src', `device=${camera.device}`];
}

/** Takes grey pictures, scaled to `shotSize`. */
export async function takeShots(
  camera: AgentConfiguration['camera'],
  signal: AbortSignal,
): Promise<Result<Shots>> {
  const { width, height } = shotSize;
  const count = settling + looked;
  const caps = `video/x-raw,format=GRAY8,width=${width},height=${height}`;
  const words = [
    '-q',
    ...limited(sourceOf(camera), count),
    '!',
    'decodebin',
    '!',
    ...scaled(caps),
    '!',
    'fdsink',
    'fd=1',
    'sync=false',
  ];
  const done = await runChild('gst-launch-1.0', words, { signal, limit: 12_000 });
  if (!done.ok) return done;
  const bytes = width * height;
  const taken = Math.floor(done.value.out.length / bytes);
  if (taken < 2) return failure('unavailable', reasonOf(done.value));
  const frames = Array.from({ length: taken }, (_none, index) =>
    done.value.out.subarray(index * bytes, (index + 1) * bytes),
  );
  return success({ width, height, frames: frames.slice(Math.min(settling, taken - 2)) });
}

/** One picture in colours as JPEG, for a person to look at, with its own size. */
export async function takePicture(
  camera: AgentConfiguration['camera'],
  signal: AbortSignal,
): Promise<Result<Buffer>> {
  const words = [
    '-q',
    ...limited(sourceOf(camera), settling),
    '!',
    'decodebin',
    '!',
    'videoconvert',
    '!',
    'jpegenc',
    '!',
    'fdsink',
    'fd=1',
    'sync=false',
  ];
  const done = await runChild('gst-launch-1.0', words, {
    signal,
    limit: 12_000,
    maximumBytes: 64 * 1024 * 1024,
  });
  if (!done.ok) return done;
  // The pictures follow each other in one stream: the last one begins at its start-of-image (ITU-T T.81, B.1.1.3).
  const last = done.value.out.lastIndexOf(Buffer.from([0xff, 0xd8, 0xff]));
  return last < 0 ? failure('unavailable', reasonOf(done.value)) : success(done.value.out.subarray(last));
}

function limited(source: readonly string[], count: number): string[] {
  return [...source, `num-buffers=${count}`];
}

function scaled(caps: string): string[] {
  return ['videoconvert', '!', 'videoscale', 'add-borders=false', '!', caps];
}

export interface ShotJudgement {
  /** Percent of white, on average. */
  brightness: number;
  /** Root mean square of the Laplacian, in grey levels: about 1 for a covered lens, above 5 for a room in focus. */
  sharpness: number;
  /** Not one bit differs between the pictures: a real sensor always has noise. */
  frozen: boolean;
}

/** Judges the newest picture, and whether the pictures differ. */
export function judgeShots({ width, height, frames }: Shots): ShotJudgement {
  const last = frames.at(-1) ?? Buffer.alloc(width * height);
  let sum = 0;
  for (const grey of last) sum += grey;
  let squares = 0;
  for (let row = 1; row < height - 1; row += 1) {
    for (let column = 1; column < width - 1; column += 1) {
      const at = row * width + column;
      const around =
        grey(last, at - 1) + grey(last, at + 1) + grey(last, at - width) + grey(last, at + width);
      squares += (4 * grey(last, at) - around) ** 2;
    }
  }
  const [first] = frames;
  return {
    brightness: (sum / (width * height) / 255) * 100,
    sharpness: Math.sqrt(squares / ((width - 2) * (height - 2))),
    frozen: frames.length > 1 && frames.every((frame) => first !== undefined && frame.equals(first)),
  };
}

function grey(pixels: Buffer, at: number): number {
  return pixels[at] ?? 0;
}
