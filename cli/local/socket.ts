import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { failure, type Problem } from '../../protocol/index.ts';
import { localSocket, longestSocketPath } from '../../protocol/local.ts';

/** Where the agent of a machine keeps its data unless TOTEM_DATA says otherwise. */
const systemFolder = '/var/lib/totem';

/** The socket that was named, or that of TOTEM_DATA, or that of the machine's own agent. */
export function socketPath(named: string | undefined, environment: NodeJS.ProcessEnv): string {
  return resolve(named ?? join(environment.TOTEM_DATA || systemFolder, localSocket));
}

type Failure = { ok: false; error: Problem };

/** Why nobody answers on the socket, and what to do about it. */
export async function socketTrouble(path: string, error: unknown): Promise<Failure> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (Buffer.byteLength(path) > longestSocketPath) {
    return failure(
      'invalid',
      `${path} is longer than the ${longestSocketPath} bytes a unix socket's path may have`,
    );
  }
  if (code === 'EACCES' || code === 'EPERM') {
    const group = await groupOf(path);
    const member = group === undefined ? '' : `, or become a member of the group ${group}`;
    return failure('forbidden', `you may not use the local socket ${path}: run this with sudo${member}`);
  }
  if (code === 'ENOENT' || code === 'ECONNREFUSED') {
    const what = code === 'ENOENT' ? 'there is no local socket' : 'no agent listens on the local socket';
    return failure(
      'unavailable',
      `${what} ${path}: start the agent with "systemctl start totem-agent", see why it ended with "journalctl -u totem-agent -n 50", or name another socket with --socket or TOTEM_DATA`,
    );
  }
  const reason = error instanceof Error ? error.message || code : String(error);
  return failure(
    'unavailable',
    `the agent on ${path} broke off (${reason}); see: journalctl -u totem-agent -n 50`,
  );
}

/** Name of the group that may open the socket, or enter its folder. */
async function groupOf(path: string): Promise<string | undefined> {
  for (const place of [path, join(path, '..')]) {
    const found = await stat(place).catch(() => undefined);
    if (!found) continue;
    const groups = await readFile('/etc/group', 'utf8').catch(() => '');
    const line = groups.split('\n').find((one) => one.split(':')[2] === String(found.gid));
    return line?.split(':')[0] ?? String(found.gid);
  }
  return undefined;
}
