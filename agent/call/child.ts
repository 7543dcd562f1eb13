import { spawn } from 'node:child_process';
import { readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { validatorOf } from '../../protocol/validate.ts';
import { FromMedia, type OpenMedia, type ToMedia } from './messages.ts';

export interface MediaChild {
  pid: number | undefined;
  send(message: ToMedia): void;
  /** Ends it now. Resolves when nothing of it is left. */
  kill(): Promise<void>;
}

export interface MediaChildOptions {
  open: OpenMedia;
  log: Logger;
  onMessage(message: FromMedia): void;
  /** Told once, unless `kill` came first. */
  onExit(reason: string): void;
}

const program = fileURLToPath(new URL('./media/process.ts', import.meta.url));
const validate = validatorOf(FromMedia);

/** Starts the process of a call's media. */
export function startMediaChild({ open, log, onMessage, onExit }: MediaChildOptions): MediaChild {
  const child = spawn(process.execPath, ['--max-semi-space-size=2', program], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
    // The add-on holds a worker of libuv for each pipeline's bus and each pull.
    env: { ...process.env, UV_THREADPOOL_SIZE: '12' },
  });
  let told = false;
  const gone = new Promise<void>((resolve) => {
    const end = (reason: string): void => {
      void sweep(child.pid, open.face).then(resolve);
      if (told) return;
      told = true;
      onExit(reason);
    };
    child.once('error', (error) => end(error.message));
    child.once('exit', (code, signal) =>
      end(`the process of the call's media ended (${signal ?? `code ${code}`})`),
    );
  });
  child.on('message', (received) => {
    if (told) return;
    const checked = validate(received);
    if (checked.ok) onMessage(checked.value);
    else log.warn({ problem: checked.error.message }, 'message of the media process refused');
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) =>
      log.debug({ line: line.slice(0, 400) }, 'the media process says'),
    );
  }
  const send = (message: ToMedia): void => {
    // What cannot be sent any more is answered by the child's exit.
    if (child.connected) child.send(message, () => undefined);
  };
  send(open);
  return {
    pid: child.pid,
    send,
    kill() {
      told = true;
      child.kill('SIGKILL');
      return gone;
    },
  };
}

const sharedMemory = '/dev/shm';

/** A process that was killed leaves its socket and the shared memory of its pictures behind. */
async function sweep(pid: number | undefined, socket: string | null): Promise<void> {
  if (pid === undefined) return;
  // The name that GStreamer's shmsink gives it: `shmpipe.`, the process and a number, filled up with blanks.
  const owned = new RegExp(`^shmpipe\\. *${pid}\\.`);
  const segments = await readdir(sharedMemory).catch(() => []);
  const files = segments.filter((name) => owned.test(name)).map((name) => join(sharedMemory, name));
  if (socket !== null) files.push(socket);
  await Promise.all(files.map((file) => unlink(file).catch(() => undefined)));
}
