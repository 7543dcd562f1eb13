import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';

const pieceBytes = 256 * 1024;
const stallMilliseconds = 60_000;

/** A file as the body of a request, telling of each piece when the connection asks for the next. */
export function uploadBody(file: { path: string; size: number }, onBytes: (bytes: number) => void): Readable {
  return Readable.from(pieces(file.path, onBytes), { objectMode: false, highWaterMark: pieceBytes });
}

async function* pieces(path: string, onBytes: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const piece of createReadStream(path, { highWaterMark: pieceBytes })) {
    if (!Buffer.isBuffer(piece)) continue;
    yield piece;
    onBytes(piece.length);
  }
}

/**
 * Ends an upload that stands still: while a body is being sent no other time limit runs, and a hub that
 * stopped reading would hold the command for ever.
 */
export function stallGuard(outer: AbortSignal): { signal: AbortSignal; moved(): void; end(): void } {
  const stalled = new AbortController();
  const timer = setTimeout(() => stalled.abort(new Error('the upload stands still')), stallMilliseconds);
  return {
    signal: AbortSignal.any([outer, stalled.signal]),
    moved: () => {
      timer.refresh();
    },
    end: () => clearTimeout(timer),
  };
}
