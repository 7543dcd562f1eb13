import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createSocketServer } from 'node:net';
import { join, normalize } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { hashFile } from '../../../agent/artifacts/index.ts';
import type { Owner } from '../../harness/owner.ts';
import { until } from '../../harness/until.ts';

const run = promisify(execFile);

export interface PeerOutcome {
  /** Bytes that came over the connection, or both ways where the peer counts itself. */
  bytes: number;
  seconds: number;
}

/** casync: chunks of the new image that the old one does not have, over HTTP from a plain server. */
export async function casync(scope: Owner, folder: string, old: string, image: string): Promise<PeerOutcome> {
  const index = join(folder, 'image.caibx');
  const store = join(folder, 'image.castr');
  await rm(store, { recursive: true, force: true });
  await run('casync', ['make', `--store=${store}`, index, image]);
  let bytes = 0;
  const server = createServer((request, response) => {
    const file = join(folder, normalize(new URL(request.url ?? '/', 'http://localhost').pathname));
    void stat(file).then(
      async ({ size }) => {
        bytes += size;
        response.writeHead(200, { 'content-length': size });
        await pipeline(createReadStream(file), response).catch(() => response.destroy());
      },
      () => response.writeHead(404).end(),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  scope.teardown(() => server.close());
  const address = server.address();
  const base = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const result = join(folder, 'casync.ext4');
  await rm(result, { force: true });
  const from = performance.now();
  await run(
    'casync',
    ['extract', `--store=${base}/image.castr`, `--seed=${old}`, `${base}/image.caibx`, result],
    {
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  const seconds = (performance.now() - from) / 1000;
  await same('casync', image, result);
  await rm(store, { recursive: true });
  await rm(result);
  return { bytes, seconds };
}

/** rsync: the old image changed in place, from a daemon, with its own compression; it counts both ways itself. */
export async function rsync(scope: Owner, folder: string, old: string, image: string): Promise<PeerOutcome> {
  const port = await freePort();
  const settings = join(folder, 'rsyncd.conf');
  await writeFile(
    settings,
    `use chroot = no\nuid = 0\ngid = 0\n[images]\npath = ${folder}\nread only = yes\n`,
  );
  const parameters = [
    '--daemon',
    '--no-detach',
    `--config=${settings}`,
    '--address=127.0.0.1',
    `--port=${port}`,
  ];
  const daemon = spawn('rsync', parameters, { stdio: 'ignore' });
  const gone = once(daemon, 'exit');
  const end = async () => {
    daemon.kill('SIGKILL');
    await gone;
  };
  scope.teardown(end);
  const base = `rsync://127.0.0.1:${port}/images`;
  await until('the rsync daemon', () =>
    run('rsync', [`${base}/`]).then(
      () => true,
      () => false,
    ),
  );
  const result = join(folder, 'rsync.ext4');
  await run('cp', ['--sparse=always', old, result]);
  const name = image.slice(folder.length + 1);
  const from = performance.now();
  const how = ['--no-whole-file', '--inplace', '--ignore-times', '--compress', '--stats'];
  const { stdout } = await run('rsync', [...how, `${base}/${name}`, result]);
  const seconds = (performance.now() - from) / 1000;
  await same('rsync', image, result);
  await rm(result);
  await end();
  const counted = (word: string) =>
    Number(new RegExp(`Total bytes ${word}: ([\\d,]+)`).exec(stdout)?.[1]?.replaceAll(',', '') ?? Number.NaN);
  return { bytes: counted('sent') + counted('received'), seconds };
}

async function same(peer: string, wanted: string, made: string): Promise<void> {
  if ((await hashFile(wanted)) !== (await hashFile(made))) throw new Error(`${peer} made another image`);
}

async function freePort(): Promise<number> {
  const server = createSocketServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
