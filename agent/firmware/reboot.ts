import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { failure, type Result, success } from '../../protocol/index.ts';
import type { Bus } from './rauc/index.ts';

/** Asks logind for a restart of the board, and where it does not take that, by a command. */
export async function rebootBoard(
  bus: Bus,
  [command = '', ...parameters]: readonly string[],
): Promise<Result<null>> {
  const asked = await bus.call({
    destination: 'org.freedesktop.login1',
    path: '/org/freedesktop/login1',
    interface: 'org.freedesktop.login1.Manager',
    member: 'Reboot',
    signature: 'b',
    body: [false],
  });
  if (asked.ok) return success(null);
  const child = spawn(command, parameters, { stdio: 'ignore' });
  try {
    await once(child, 'exit');
  } catch (error) {
    return failure('unavailable', `the board cannot be restarted: ${asked.error.message}; ${String(error)}`);
  }
  return child.exitCode === 0
    ? success(null)
    : failure('unavailable', `the board cannot be restarted: ${asked.error.message}; ${command} refuses too`);
}
