import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** The built script, as it goes over the line. */
export interface Script {
  etag: string;
  plain: Buffer;
  gzip: Buffer;
  brotli: Buffer;
}

const toGzip = promisify(gzip);
const toBrotli = promisify(brotliCompress);

/** Gives the script in `path`, read and compressed anew when the file has changed; `undefined` where there is none. */
export function scriptReader(path: string): () => Promise<Script | undefined> {
  let known: { changed: number; script: Promise<Script> } | undefined;
  return async () => {
    const changed = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => undefined,
    );
    if (changed === undefined) return undefined;
    if (known?.changed !== changed) known = { changed, script: pack(path) };
    return known.script;
  };
}

async function pack(path: string): Promise<Script> {
  const plain = await readFile(path);
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  return {
    etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 27)}"`,
    plain,
    gzip: await toGzip(plain, { level: constants.Z_BEST_COMPRESSION }),
    brotli: await toBrotli(plain, quality),
  };
}
