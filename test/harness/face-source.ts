import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Owner } from './owner.ts';
import { until } from './until.ts';

/** Size of the pictures, in pixels: that of a camera. */
export const faceSize = { width: 640, height: 480 };

/** Gives pictures into shared memory, as the process of a call's media does; `source` is what makes them, for gst-launch. */
export async function startFaceSource(
  t: Owner,
  socket: string,
  source: readonly string[],
  framesPerSecond: number,
): Promise<ChildProcess> {
  await rm(socket, { force: true });
  const { width, height } = faceSize;
  const words = [
    ...source,
    `video/x-raw,format=I420,width=${width},height=${height},framerate=${framesPerSecond}/1`,
    `shmsink socket-path=${socket} wait-for-connection=false sync=false shm-size=4000000`,
  ];
  const child = spawn('gst-launch-1.0', ['-q', ...words.join(' ! ').split(' ')], { stdio: 'ignore' });
  t.teardown(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill('SIGINT');
      await gone;
    }
    // What a process that is killed leaves of its shared memory.
    const owned = new RegExp(`^shmpipe\\. *${child.pid}\\.`);
    for (const name of await readdir('/dev/shm')) {
      if (owned.test(name)) await rm(join('/dev/shm', name), { force: true });
    }
  });
  await until('the pictures', () => existsSync(socket));
  return child;
}
