import { createHash, randomBytes } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { failure, type Result, success } from '../../../protocol/index.ts';
import { runChild } from '../child.ts';

const pieceBytes = 1024 * 1024;

export interface Trial {
  /** Megabytes (10^6 bytes) a second, until the disk says that it has them. */
  writeMegabytes: number;
  /** The same for reading from the disk itself; `null` where only the memory of the system could be asked. */
  readMegabytes: number | null;
  /** What was read is what was written. */
  whole: boolean;
}

/** Writes random bytes, makes them durable, reads them back past the system's memory, and takes them away. */
export async function tryDisk(folder: string, pieces: number, signal: AbortSignal): Promise<Result<Trial>> {
  const path = join(folder, `.doctor-${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    const piece = randomBytes(pieceBytes);
    const written = createHash('sha256');
    const began = performance.now();
    const file = await open(path, 'wx', 0o600);
    try {
      for (let number = 0; number < pieces && !signal.aborted; number += 1) {
        // Each piece differs, so that a disk that mixes them up is found.
        piece.writeUInt32LE(number);
        written.update(piece);
        await file.write(piece);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    if (signal.aborted) return failure('unavailable', 'cancelled');
    const seconds = (performance.now() - began) / 1000;
    const read = await readBack(path, signal);
    if (!read.ok) return read;
    return success({
      writeMegabytes: rate(pieces, seconds),
      readMegabytes: read.value.direct ? rate(pieces, read.value.seconds) : null,
      whole: read.value.hash === written.digest('hex'),
    });
  } catch (error) {
    return failure('unavailable', error instanceof Error ? error.message : String(error));
  } finally {
    await unlink(path).catch(() => undefined);
  }
}

/**
 * By `dd` with O_DIRECT, which needs memory aligned in a way that Node does not promise. File systems without it, as in
 * memory, are read in the ordinary way.
 */
async function readBack(
  path: string,
  signal: AbortSignal,
): Promise<Result<{ hash: string; seconds: number; direct: boolean }>> {
  for (const direct of [true, false]) {
    const words = [`if=${path}`, 'bs=1M', ...(direct ? ['iflag=direct'] : [])];
    const began = performance.now();
    const hash = createHash('sha256');
    const onOut = (piece: Buffer) => void hash.update(piece);
    const done = await runChild('dd', words, { signal, onOut, limit: 20_000 });
    if (!done.ok) return done;
    if (done.value.code !== 0 && direct) continue;
    if (done.value.code !== 0)
      return failure('unavailable', done.value.errors.split('\n')[0] ?? 'reading failed');
    const seconds = (performance.now() - began) / 1000;
    return success({ hash: hash.digest('hex'), seconds, direct });
  }
  return failure('unavailable', 'reading failed');
}

function rate(pieces: number, seconds: number): number {
  return (pieces * pieceBytes) / 1e6 / Math.max(seconds, 0.001);
}
