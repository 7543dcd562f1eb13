import { failure, type Result, success } from '../../../protocol/index.ts';
import { reasonOf, runChild } from '../child.ts';

/** A decoded picture: 8-bit red, green, blue for each pixel, row by row without padding. */
export interface Frame {
  width: number;
  height: number;
  rgb: Buffer;
}

export type Colour = readonly [red: number, green: number, blue: number];

/** Small enough to be cheap, and its rows need no padding in GStreamer (multiples of 4 bytes). */
export const judged = { width: 160, height: 160 } as const;

/** Decodes a JPEG, scaled to `judged` whatever its shape, in a child: a damaged picture hurts nobody. */
export async function decodeFrame(jpeg: Buffer, signal: AbortSignal): Promise<Result<Frame>> {
  const caps = `video/x-raw,format=RGB,width=${judged.width},height=${judged.height}`;
  const words = `-q fdsrc fd=0 ! jpegdec ! videoconvert ! videoscale add-borders=false ! ${caps} ! fdsink fd=1`;
  const done = await runChild('gst-launch-1.0', words.split(' '), { signal, input: jpeg, limit: 10_000 });
  if (!done.ok) return done;
  const bytes = judged.width * judged.height * 3;
  if (done.value.out.length < bytes) return failure('unavailable', reasonOf(done.value));
  return success({ ...judged, rgb: done.value.out.subarray(0, bytes) });
}

/** The pixel at a fraction of width and height. */
export function colourAt({ width, height, rgb }: Frame, x: number, y: number): Colour {
  const column = Math.min(width - 1, Math.floor(x * width));
  const row = Math.min(height - 1, Math.floor(y * height));
  const at = (row * width + column) * 3;
  return [rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0];
}
