import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes a picture beside the sockets of the agent, for its owner only: a camera's picture may show people. */
export async function keepPicture(data: string, name: string, bytes: Buffer): Promise<string> {
  const folder = join(data, 'run', 'doctor');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, name);
  await writeFile(file, bytes, { mode: 0o600 });
  return file;
}
