import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { Validator } from '../../protocol/index.ts';

/** A process of the agent's own that may crash or hang. */
export interface SpeechChild<Message> {
  pid: number | undefined;
  send(message: Message): void;
  /** Ends it now. Resolves when it is gone; nothing is told any more. */
  kill(): Promise<void>;
}

export interface SpeechChildOptions<FromChild> {
  program: URL;
  validate: Validator<FromChild>;
  onMessage(message: FromChild): void;
  /** Told once, unless `kill` came first. */
  onExit(reason: string): void;
  log: Logger;
}

/** Starts a program that talks over Node's IPC channel, in a group of its own. */
export function startSpeechChild<ToChild extends object, FromChild>(
  options: SpeechChildOptions<FromChild>,
): SpeechChild<ToChild> {
  const { log } = options;
  // GStreamer's binding holds a worker of libuv for each thing it waits for.
  const child = spawn(process.execPath, ['--max-semi-space-size=1', fileURLToPath(options.program)], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
    env: { ...process.env, UV_THREADPOOL_SIZE: '8' },
  });
  let told = false;
  const gone = new Promise<void>((resolve) => {
    const end = (reason: string): void => {
      resolve();
      if (told) return;
      told = true;
      options.onExit(reason);
    };
    child.once('error', (error) => end(error.message));
    child.once('exit', (code, signal) => end(`its process ended (${signal ?? `code ${code}`})`));
  });
  child.on('message', (received) => {
    if (told) return;
    const checked = options.validate(received);
    if (checked.ok) options.onMessage(checked.value);
    else log.warn({ problem: checked.error.message }, 'message of the speech process refused');
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    // Engines may repeat what they are given: their words are not for the log.
    createInterface({ input: stream }).on('line', () => log.debug('the speech process says something'));
  }
  return {
    pid: child.pid,
    send(message) {
      // What cannot be sent any more is answered by the child's exit.
      if (child.connected) child.send(message, () => undefined);
    },
    kill() {
      told = true;
      child.kill('SIGKILL');
      return gone;
    },
  };
}
