import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { validatorOf } from '../../protocol/validate.ts';
import { FromChild, type OpenMessage, type ToChild } from './messages.ts';

export interface Child {
  pid: number | undefined;
  send(message: ToChild): void;
  /** Ends the process and all that it started, now. Resolves when it is gone. */
  kill(): Promise<void>;
}

export interface ChildOptions {
  open: OpenMessage;
  runtimeFolder: string;
  log: Logger;
  onMessage(message: FromChild): void;
  /** Told once, unless `kill` came first. */
  onExit(message: string): void;
}

const program = fileURLToPath(new URL('./process.ts', import.meta.url));
const validate = validatorOf(FromChild);

/**
 * Starts the display's process as leader of a group of its own, so that WebKit's processes, which are its
 * children, can be ended with it even when it is already dead.
 */
export function startChild({ open, runtimeFolder, log, onMessage, onExit }: ChildOptions): Child {
  const child = spawn(process.execPath, ['--max-semi-space-size=1', program], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
    env: environment(process.env, open.sink, runtimeFolder),
  });
  let told = false;
  const gone = new Promise<void>((resolve) => {
    const end = (message: string): void => {
      killGroup(child);
      resolve();
      if (told) return;
      told = true;
      onExit(message);
    };
    child.once('error', (error) => end(`the display's process: ${error.message}`));
    child.once('exit', (code, signal) => end(`the display's process ended (${signal ?? `code ${code}`})`));
  });
  child.on('message', (received) => {
    if (told) return;
    const checked = validate(received);
    if (checked.ok) onMessage(checked.value);
    else log.warn({ problem: checked.error.message }, 'message of the display refused');
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) =>
      log.debug({ line: line.slice(0, 400) }, 'display says'),
    );
  }
  const send = (message: ToChild): void => {
    // What cannot be sent any more is answered by the child's exit.
    if (child.connected) child.send(message, () => undefined);
  };
  send(open);
  return {
    pid: child.pid,
    send,
    kill() {
      told = true;
      killGroup(child);
      return gone;
    },
  };
}

/**
 * Variables of the child. GStreamer's binding holds a worker of libuv for each pipeline and each pull, WebKit
 * wants a private runtime folder, and Mesa must be told where there is no graphics device at all.
 */
function environment(
  inherited: NodeJS.ProcessEnv,
  sink: OpenMessage['sink'],
  runtimeFolder: string,
): NodeJS.ProcessEnv {
  const compositorsFolder = sink === 'wayland' ? inherited.XDG_RUNTIME_DIR : undefined;
  return {
    ...inherited,
    UV_THREADPOOL_SIZE: '16',
    // WebKit comes and goes with threads, and each arena keeps what was freed in it.
    MALLOC_ARENA_MAX: inherited.MALLOC_ARENA_MAX ?? '2',
    XDG_RUNTIME_DIR: compositorsFolder ?? runtimeFolder,
    // Without it all of GStreamer's plugins are looked through at every start: the service has no home to keep it in.
    GST_REGISTRY: inherited.GST_REGISTRY ?? join(runtimeFolder, 'gstreamer-registry'),
    ...(existsSync('/dev/dri') ? {} : { LIBGL_ALWAYS_SOFTWARE: '1' }),
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
