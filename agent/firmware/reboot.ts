import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { failure, type Result, success } from '../../protocol/index.ts';
import type { Bus } from './rauc/index.ts';

/** The board's own identity of this boot: another one after every restart of the kernel. */
export async function readBootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
}

/** Asks logind for a restart of the board, or systemctl where logind does not take it. */
export async function rebootBoard(bus: Bus): Promise<Result<null>> {
  const asked = await bus.call({
    destination: 'org.freedesktop.login1',
    path: '/org/freedesktop/login1',
    interface: 'org.freedesktop.login1.Manager',
    member: 'Reboot',
    signature: 'b',
    body: [false],
  });
  if (asked.ok) return success(null);
  const child = spawn('systemctl', ['reboot'], { stdio: 'ignore' });
  try {
    await once(child, 'exit');
  } catch (error) {
    return failure('unavailable', `the board cannot be restarted: ${asked.error.message}; ${String(error)}`);
  }
  return child.exitCode === 0
    ? success(null)
    : failure('unavailable', `the board cannot be restarted: ${asked.error.message}; systemctl refuses too`);
}
