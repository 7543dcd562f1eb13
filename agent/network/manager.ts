import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { failure, type Result, success } from '../../protocol/index.ts';
import type { NetworkSettings } from '../../protocol/network.ts';
import type { Remembered } from './journal.ts';

/** A way to change the network of this machine. Everything may be repeated. */
export interface NetworkManager {
  name: 'systemd-networkd' | 'iproute2';
  /** Whether settings are gone after a restart of the machine unless they are applied again. */
  forgets: boolean;
  remember(interfaceName: string): Promise<Result<Remembered>>;
  apply(settings: NetworkSettings): Promise<Result<null>>;
  restore(former: Remembered): Promise<Result<null>>;
}

/** Runs a program of the system to its end, at most ten seconds; its complaint is the problem. */
export function runTool(program: string, args: readonly string[], input = ''): Promise<Result<string>> {
  return new Promise((resolve) => {
    const child = execFile(
      program,
      [...args],
      { timeout: 10_000, killSignal: 'SIGKILL', maxBuffer: 1024 * 1024 },
      (error, output, complaint) => {
        if (!error) resolve(success(output));
        else {
          const said = complaint.trim().split('\n').slice(0, 3).join('; ') || error.message;
          const denied = /permi(?:tted|ssion)|denied/i.test(said);
          const cure = denied ? ' (the agent needs the right to administer the network: CAP_NET_ADMIN)' : '';
          resolve(
            failure(denied ? 'forbidden' : 'unavailable', `${program} ${args.join(' ')}: ${said}${cure}`),
          );
        }
      },
    );
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

/** Whether a program of this name is on the search path. */
export async function hasTool(name: string, searchPath = process.env.PATH ?? ''): Promise<boolean> {
  for (const folder of searchPath.split(delimiter)) {
    const found = await access(join(folder, name), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}
