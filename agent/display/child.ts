import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { validatorOf } from '../../protocol/validate.ts';
import { type Child, startChild } from '../child/index.ts';
import { FromChild, type OpenMessage, type ToChild } from './messages.ts';

export interface DisplayChildOptions {
  open: OpenMessage;
  runtimeFolder: string;
  log: Logger;
  onMessage(message: FromChild): void;
  /** Told once, unless `kill` came first. */
  onExit(message: string): void;
}

const program = new URL('./process.ts', import.meta.url);
const validate = validatorOf(FromChild);

/** Starts the display's process. WebKit's processes, which are its children, end with it. */
export function startDisplayChild({ open, runtimeFolder, ...told }: DisplayChildOptions): Child<ToChild> {
  const child = startChild<ToChild, FromChild>({
    ...told,
    name: "the display's process",
    program,
    semiSpace: 1,
    group: true,
    environment: environment(process.env, open.sink, runtimeFolder),
    validate,
    onLine: (line) => told.log.debug({ line: line.slice(0, 400) }, 'display says'),
  });
  child.send(open);
  return child;
}

/**
 * Variables of the child. GStreamer's binding holds a worker of libuv for each pipeline and each pull, WebKit
 * wants a private runtime folder, and Mesa must be told where there is no graphics device at all.
 */
function environment(
  inherited: NodeJS.ProcessEnv,
  sink: OpenMessage['sink'],
  runtimeFolder: string,
): Record<string, string> {
  const compositorsFolder = sink === 'wayland' ? inherited.XDG_RUNTIME_DIR : undefined;
  return {
    UV_THREADPOOL_SIZE: '16',
    // WebKit comes and goes with threads, and each arena keeps what was freed in it.
    MALLOC_ARENA_MAX: inherited.MALLOC_ARENA_MAX ?? '2',
    XDG_RUNTIME_DIR: compositorsFolder ?? runtimeFolder,
    // Without it all of GStreamer's plugins are looked through at every start: the service has no home to keep it in.
    GST_REGISTRY: inherited.GST_REGISTRY ?? join(runtimeFolder, 'gstreamer-registry'),
    ...(existsSync('/dev/dri') ? {} : { LIBGL_ALWAYS_SOFTWARE: '1' }),
  };
}
