import { chmod, chown, lstat, mkdir, readFile, rename, unlink } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createConnection } from 'node:net';
import { dirname, join } from 'node:path';
import { failure, type Result, success } from '../../protocol/index.ts';
import { localSocket, longestSocketPath } from '../../protocol/local.ts';

export interface SocketOptions {
  /** The data folder. */
  folder: string;
  /** Name of the group that may open the socket besides its owner; null leaves it the group of the agent. */
  group: string | null;
  /** The list of groups, as in group(5). */
  groupFile?: string;
}

/**
 * Lets a server listen on the socket of the local API. It gets its final name only once its permissions are set,
 * so that nobody else can open it in between, and takes the place of a socket that a killed agent left behind.
 *
 * @returns what removes the socket
 */
export async function listenLocally(
  server: Server,
  { folder, group, groupFile = '/etc/group' }: SocketOptions,
): Promise<Result<() => Promise<void>>> {
  const path = join(folder, localSocket);
  const length = Buffer.byteLength(path);
  if (length > longestSocketPath) {
    return failure(
      'invalid',
      `${path} has ${length} bytes, and the path of a unix socket may have ${longestSocketPath}: set TOTEM_DATA to a folder with a shorter path`,
    );
  }
  const gid = group === null ? success(null) : await groupId(group, groupFile);
  if (!gid.ok) return gid;
  const runFolder = dirname(path);
  await mkdir(runFolder, { recursive: true });
  const free = await makeRoom(path);
  if (!free.ok) return free;
  const provisional = join(runFolder, 'agent.new');
  await unlink(provisional).catch(() => undefined);
  try {
    await chmod(runFolder, 0o750);
    if (gid.value !== null) await chown(runFolder, -1, gid.value);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(provisional, () => {
        server.off('error', reject);
        resolve();
      });
    });
    await chmod(provisional, 0o660);
    if (gid.value !== null) await chown(provisional, -1, gid.value);
    await rename(provisional, path);
  } catch (error) {
    await unlink(provisional).catch(() => undefined);
    const reason = error instanceof Error ? error.message : String(error);
    return failure('unavailable', `the local socket ${path} cannot be opened: ${reason}`);
  }
  return success(() => unlink(path).catch(() => undefined));
}

/** A socket that nobody listens on is left over and goes away with the rename; anything else stays. */
async function makeRoom(path: string): Promise<Result<null>> {
  const found = await lstat(path).catch(() => null);
  if (found === null) return success(null);
  if (!found.isSocket()) return failure('conflict', `${path} is no socket: move it away`);
  const answered = await new Promise<boolean>((resolve) => {
    const probe = createConnection(path);
    const end = (heard: boolean) => {
      probe.destroy();
      resolve(heard);
    };
    probe.once('connect', () => end(true));
    probe.once('error', () => end(false));
  });
  return answered ? failure('conflict', `another agent listens on ${path}`) : success(null);
}

async function groupId(name: string, groupFile: string): Promise<Result<number>> {
  const text = await readFile(groupFile, 'utf8').catch(() => '');
  for (const line of text.split('\n')) {
    const [found, , id] = line.split(':');
    if (found === name && /^\d+$/.test(id ?? '')) return success(Number(id));
  }
  return failure(
    'not_found',
    `this machine has no group ${name}: make it with groupadd, or change local.group in agent.yaml`,
    '/local/group',
  );
}
