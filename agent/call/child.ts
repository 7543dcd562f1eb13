import { readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { validatorOf } from '../../protocol/validate.ts';
import { type Child, startChild } from '../child/index.ts';
import { FromMedia, type OpenMedia, type ToMedia } from './messages.ts';

export type MediaChild = Child<ToMedia>;

export interface MediaChildOptions {
  open: OpenMedia;
  log: Logger;
  onMessage(message: FromMedia): void;
  /** Told once, unless `kill` came first. */
  onExit(reason: string): void;
}

const program = new URL('./media/process.ts', import.meta.url);
const validate = validatorOf(FromMedia);

/** Starts the process of a call's media. */
export function startMediaChild({ open, ...told }: MediaChildOptions): MediaChild {
  const child = startChild<ToMedia, FromMedia>({
    ...told,
    name: "the process of the call's media",
    program,
    semiSpace: 2,
    // The add-on holds a worker of libuv for each pipeline's bus and each pull.
    environment: { UV_THREADPOOL_SIZE: '12' },
    validate,
    onLine: (line) => told.log.debug({ line: line.slice(0, 400) }, 'the media process says'),
    sweep: (pid) => sweep(pid, open.face),
  });
  child.send(open);
  return child;
}

const sharedMemory = '/dev/shm';

/** A process that was killed leaves its socket and the shared memory of its pictures behind. */
async function sweep(pid: number, socket: string | null): Promise<void> {
  // The name that GStreamer's shmsink gives it: `shmpipe.`, the process and a number, filled up with blanks.
  const owned = new RegExp(`^shmpipe\\. *${pid}\\.`);
  const segments = await readdir(sharedMemory).catch(() => []);
  const files = segments.filter((name) => owned.test(name)).map((name) => join(sharedMemory, name));
  if (socket !== null) files.push(socket);
  await Promise.all(files.map((file) => unlink(file).catch(() => undefined)));
}
