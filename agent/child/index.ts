import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { Validator } from '../../protocol/validate.ts';

/** A process of the agent's own that may crash or hang, and is ended without harm to the agent. */
export interface Child<ToChild> {
  pid: number | undefined;
  send(message: ToChild): void;
  /** Ends it now. Resolves when nothing of it is left; nothing is told any more. */
  kill(): Promise<void>;
}

export interface ChildOptions<FromChild> {
  /** As it is named in the log and in the reason of its end. */
  name: string;
  program: URL;
  /** Largest young generation of its heap, in MiB: memory is short on a totem. */
  semiSpace: number;
  /** Variables besides those of the agent. */
  environment: Readonly<Record<string, string>>;
  /** It leads a group of its own, and what it started is ended with it, even when it is already dead. */
  group?: boolean;
  validate: Validator<FromChild>;
  log: Logger;
  /** A line that it printed. Nothing is kept of it unless this does. */
  onLine(line: string): void;
  onMessage(message: FromChild): void;
  /** Told once, unless `kill` came first. */
  onExit(reason: string): void;
  /** Takes away what a process that was killed leaves behind. */
  sweep?(pid: number): Promise<void>;
}

/** Starts a program of ours that talks over Node's IPC channel; what it says is checked. */
export function startChild<ToChild extends object, FromChild>(
  options: ChildOptions<FromChild>,
): Child<ToChild> {
  const { name, group = false, log } = options;
  const heap = `--max-semi-space-size=${options.semiSpace}`;
  const child = spawn(process.execPath, [heap, fileURLToPath(options.program)], {
    detached: group,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
    env: { ...process.env, ...options.environment },
  });
  let told = false;
  const gone = new Promise<void>((resolve) => {
    const end = (reason: string): void => {
      if (group) killGroup(child);
      const swept = child.pid === undefined ? undefined : options.sweep?.(child.pid);
      void Promise.resolve(swept).then(resolve);
      if (told) return;
      told = true;
      options.onExit(reason);
    };
    child.once('error', (error) => end(`${name}: ${error.message}`));
    child.once('exit', (code, signal) => end(`${name} ended (${signal ?? `code ${code}`})`));
  });
  child.on('message', (received) => {
    if (told) return;
    const checked = options.validate(received);
    if (checked.ok) options.onMessage(checked.value);
    else log.warn({ problem: checked.error.message }, `message of ${name} refused`);
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', options.onLine);
  }
  return {
    pid: child.pid,
    send(message) {
      // What cannot be sent any more is answered by the child's exit.
      if (child.connected) child.send(message, () => undefined);
    },
    kill() {
      told = true;
      if (group) killGroup(child);
      else child.kill('SIGKILL');
      return gone;
    },
  };
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // ESRCH: nobody of the group is left.
  }
}
