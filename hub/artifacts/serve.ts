import { type FileHandle, open } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type ErrorCode, errorStatus } from '../../protocol/index.ts';
import { measureRoute, serveMeasure } from './measure.ts';
import { matchesNone, parseRange, rangeStillHolds } from './range.ts';

const route = /^\/v1\/artifacts\/([0-9a-f]{64})$/;

// Large reads halve the cost of a byte against Node's default of 64 KiB.
const readBytes = 1024 * 1024;

/**
 * Answers `GET` or `HEAD /v1/artifacts/<sha256>` from the store's folder, and `/v1/measure`. Resolves with the bytes that were
 * sent when the answer is complete or the reader has gone.
 */
export async function serveArtifact(
  folder: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<number> {
  const sha256 = route.exec(request.url ?? '')?.[1];
  if (sha256 === undefined && request.url !== measureRoute) {
    return refuse(response, 'not_found', `there are only /v1/artifacts/<sha256> and ${measureRoute} here`);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    return refuse(response, 'invalid', 'artifacts can only be read here', 405);
  }
  if (sha256 === undefined) return serveMeasure(request, response);
  const path = join(folder, sha256.slice(0, 2), sha256);
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => error);
  if (file instanceof Error) {
    if (file.code === 'ENOENT')
      return refuse(response, 'not_found', 'no artifact with this SHA-256 is stored');
    // Too many open files, a failing disk: the totem tries again later instead of taking it for absent.
    return refuse(response, 'unavailable', 'the artifact cannot be read now');
  }
  try {
    return await serveFile(file, sha256, request, response);
  } finally {
    await file.close();
  }
}

async function serveFile(
  file: FileHandle,
  sha256: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<number> {
  const { size } = await file.stat();
  const entityTag = `"${sha256}"`;
  response.setHeader('etag', entityTag);
  response.setHeader('cache-control', 'private, max-age=31536000, immutable');
  response.setHeader('accept-ranges', 'bytes');
  if (matchesNone(request.headers['if-none-match'], entityTag)) {
    response.writeHead(304).end();
    return 0;
  }
  const ifRange = request.headers['if-range'];
  const conditional = rangeStillHolds(typeof ifRange === 'string' ? ifRange : undefined, entityTag);
  const wanted = request.method === 'GET' && conditional ? parseRange(request.headers.range, size) : 'whole';
  if (wanted === 'unsatisfiable') {
    response.setHeader('content-range', `bytes */${size}`);
    return refuse(response, 'invalid', `the artifact has ${size} bytes`, 416);
  }
  const { first, last } = wanted === 'whole' ? { first: 0, last: size - 1 } : wanted;
  response.setHeader('content-type', 'application/octet-stream');
  response.setHeader('content-length', last - first + 1);
  if (wanted !== 'whole') response.setHeader('content-range', `bytes ${first}-${last}/${size}`);
  response.writeHead(wanted === 'whole' ? 200 : 206);
  if (request.method === 'HEAD' || size === 0) {
    response.end();
    return 0;
  }
  const source = file.createReadStream({
    start: first,
    end: last,
    highWaterMark: readBytes,
    autoClose: false,
  });
  // A totem that hangs up in the middle is ordinary: it comes back and resumes.
  await pipeline(source, response).catch(() => response.destroy());
  return source.bytesRead;
}

function refuse(response: ServerResponse, code: ErrorCode, message: string, status?: number): number {
  response.writeHead(status ?? errorStatus[code], { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { code, message } }));
  return 0;
}
