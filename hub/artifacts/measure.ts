import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export const measureRoute = '/v1/measure';

/** What one measurement may take at most, in bytes; whoever measures hangs up once enough has come. */
const total = 8 * 1024 * 1024;
const pieceBytes = 256 * 1024;

/**
 * Answers `GET /v1/measure`: bytes that nothing on the way can compress, so that a totem can tell how fast its line to
 * the hub is before the first content comes over it. Resolves with the bytes that were sent.
 */
export async function serveMeasure(request: IncomingMessage, response: ServerResponse): Promise<number> {
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': total,
    'cache-control': 'no-store',
  });
  if (request.method === 'HEAD') {
    response.end();
    return 0;
  }
  let sent = 0;
  const pieces = function* () {
    const piece = randomBytes(pieceBytes);
    for (; sent < total; sent += pieceBytes) yield piece;
  };
  await pipeline(Readable.from(pieces(), { highWaterMark: 2 }), response).catch(() => response.destroy());
  return sent;
}
