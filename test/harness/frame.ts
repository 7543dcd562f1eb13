import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A decoded frame: 8-bit red, green, blue for each pixel, row by row without padding. */
export interface Frame {
  width: number;
  height: number;
  rgb: Buffer;
}

export type Colour = [red: number, green: number, blue: number];

/** Decodes a JPEG through GStreamer's own decoder into a PNM, which needs no parsing worth a library. */
export async function decodeFrame(jpeg: Uint8Array): Promise<Frame> {
  return inFolder(async (folder) => {
    const input = join(folder, 'frame.jpg');
    const output = join(folder, 'frame.ppm');
    await writeFile(input, jpeg);
    const pipeline = `filesrc location=${input} ! jpegdec ! videoconvert ! video/x-raw,format=RGB ! pnmenc ! filesink location=${output}`;
    await run('gst-launch-1.0', ['-q', ...pipeline.split(' ')]);
    return parsePnm(await readFile(output));
  });
}

/** The pixel at a fraction of width and height, averaged over its 5 x 5 surroundings against noise. */
export function pixelAt(frame: Frame, x: number, y: number): Colour {
  const column = Math.min(frame.width - 3, Math.max(2, Math.round(x * frame.width)));
  const row = Math.min(frame.height - 3, Math.max(2, Math.round(y * frame.height)));
  const sum: Colour = [0, 0, 0];
  for (let dy = -2; dy <= 2; dy += 1) {
    for (let dx = -2; dx <= 2; dx += 1) {
      const at = ((row + dy) * frame.width + column + dx) * 3;
      sum[0] += frame.rgb.readUInt8(at);
      sum[1] += frame.rgb.readUInt8(at + 1);
      sum[2] += frame.rgb.readUInt8(at + 2);
    }
  }
  return [sum[0] / 25, sum[1] / 25, sum[2] / 25];
}

/** Whether two colours are the same to the eye of a lossy codec. */
export function isNear(one: Colour, other: Colour, tolerance = 24): boolean {
  return one.every((value, channel) => Math.abs(value - (other[channel] ?? 0)) <= tolerance);
}

/** Texts of all QR codes in the picture, read by zbar; empty when there are none. */
export async function readQrCodes(jpeg: Uint8Array): Promise<string[]> {
  return inFolder(async (folder) => {
    const file = join(folder, 'frame.jpg');
    await writeFile(file, jpeg);
    try {
      const { stdout } = await run('zbarimg', ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', file]);
      return stdout.split('\n').filter((line) => line !== '');
    } catch (error) {
      // zbarimg ends with 4 when it found nothing.
      if (error instanceof Error && 'code' in error && error.code === 4) return [];
      throw error;
    }
  });
}

function parsePnm(bytes: Buffer): Frame {
  const header = /^P6\s(?:#.*\s)*(\d+)\s(\d+)\s255\s/.exec(bytes.subarray(0, 200).toString('latin1'));
  if (header === null) throw new Error('not a binary PNM of 8 bits');
  return { width: Number(header[1]), height: Number(header[2]), rgb: bytes.subarray(header[0].length) };
}

async function inFolder<Value>(use: (folder: string) => Promise<Value>): Promise<Value> {
  const folder = await mkdtemp(join(tmpdir(), 'totem-frame-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
