import { spawn } from 'node:child_process';
import type { Logger } from 'pino';

/**
 * Ends this agent in good order, for the service manager to start it again (`Restart=always` in its unit). Where
 * nothing starts it again, the technician who asked for it sees that.
 */
export function restartAgent(): void {
  process.kill(process.pid, 'SIGTERM');
}

/** Asks the system for a restart of the whole board. */
export function restartBoard(log: Logger): void {
  const child = spawn('systemctl', ['reboot'], { stdio: 'ignore', detached: true });
  child.on('error', (error) => log.error({ err: error }, 'the board could not be restarted'));
  child.on('exit', (code) => {
    if (code !== 0) log.error({ code }, 'the board could not be restarted: systemctl refused');
  });
  child.unref();
}
