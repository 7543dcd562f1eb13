import { once } from 'node:events';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';

/** One file of the archive. */
export interface Entry {
  name: string;
  text: string;
}

/** Bytes of one file, and of all together before they are compressed. */
const largestFile = 1024 * 1024;
const largestArchive = 12 * 1024 * 1024;

/** Keeps the end of what is too large, where the newest lines are. */
export function bounded(entries: readonly Entry[]): Entry[] {
  let left = largestArchive;
  return entries.map(({ name, text }) => {
    const bytes = Buffer.from(text);
    const room = Math.min(largestFile, left);
    if (bytes.length <= room) {
      left -= bytes.length;
      return { name, text };
    }
    left -= room;
    // From the next whole line on, so that no secret is cut in a way that hides it.
    const tail = bytes.subarray(bytes.length - room).toString('utf8');
    return { name, text: `[the beginning was left out]\n${tail.slice(tail.indexOf('\n') + 1)}` };
  });
}

/** A compressed tar archive (POSIX.1-2001) of texts under one folder. */
export async function archiveOf(folder: string, entries: readonly Entry[], now: number): Promise<Buffer> {
  const archive = pack();
  const compressed = archive.pipe(createGzip());
  const chunks: Buffer[] = [];
  compressed.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = once(compressed, 'end');
  for (const { name, text } of entries) {
    archive.entry({ name: `${folder}/${name}`, mtime: new Date(now), mode: 0o600 }, text);
  }
  archive.finalize();
  await ended;
  return Buffer.concat(chunks);
}
