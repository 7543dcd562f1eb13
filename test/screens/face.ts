import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Owner } from '../harness/owner.ts';
import { until } from '../harness/until.ts';

/** The other side of a call that never was: a drawn operator, given to the display as a call's media are. */
export async function openFace(scope: Owner): Promise<{ socket: string; width: number; height: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'totem-face-'));
  scope.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const socket = join(folder, 'face');
  const [width, height] = [640, 480];
  const words = [
    `filesrc location=${join(import.meta.dirname, 'operator.svg')}`,
    'rsvgdec',
    'imagefreeze is-live=true',
    'videoconvert',
    `video/x-raw,format=I420,width=${width},height=${height},framerate=5/1`,
    `shmsink socket-path=${socket} wait-for-connection=false sync=false shm-size=4000000`,
  ];
  const child = spawn('gst-launch-1.0', ['-q', ...words.join(' ! ').split(' ')], { stdio: 'ignore' });
  scope.teardown(async () => {
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
  await until('the drawn face', () => existsSync(socket));
  return { socket, width, height };
}
