import type { ChildProcess } from 'node:child_process';
import { chmod, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { type AgentConfiguration, failure, success } from '../../../protocol/index.ts';
import type { Display } from '../../display/index.ts';
import type { WatchdogMemory } from '../memory.ts';
import { writeConsole } from './console.ts';
import { drawPicture, showPicture } from './picture.ts';
import { markupOf, noticesOf, plainOf } from './words.ts';

export interface OutageOptions {
  display: AgentConfiguration['display'];
  telephone: string | undefined;
  calmMinutes: number;
  /** When it went out of service, in milliseconds since 1970. */
  since: number;
  memory: Pick<WatchdogMemory, 'change'>;
  runtimeFolder: string;
  /** The text console. */
  console: string;
  /** Ends the agent, for the service manager to start it again, in service. */
  restart(reason: string): void;
  log: Logger;
  now(): number;
}

/** Starts of the picture in a row that fail before the text console is taken. */
const tries = 3;
/** Milliseconds between two starts, and the life of one that counts as well. */
const pauseBetween = 3000;
const wellAfter = 60_000;

/**
 * The screen of a totem that is out of service: a still picture, with no web engine and no page. It stands in
 * the display's place, so that the rest of the agent goes on, and a rebuild of the display brings the totem back.
 */
export async function startOutage(options: OutageOptions): Promise<Display> {
  const { display, runtimeFolder, memory, log, now } = options;
  await mkdir(runtimeFolder, { recursive: true });
  await chmod(runtimeFolder, 0o700);
  const file = join(runtimeFolder, 'out-of-service.jpg');
  const notices = noticesOf(options.telephone);
  const stopping = new AbortController();
  let child: ChildProcess | undefined;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let left = false;

  const leave = (reason: string) => {
    if (left || stopping.signal.aborted) return;
    left = true;
    log.info({ reason }, 'back into service');
    void memory
      .change((draft) => {
        draft.suspended = null;
        draft.taken = [];
        if (draft.run) draft.run.ending = 'clean';
      })
      .then(() => options.restart(reason));
  };
  const fallBack = async () => {
    try {
      await writeConsole(options.console, plainOf(notices));
      log.warn({ console: options.console }, 'the out-of-service page is shown as text');
    } catch (error) {
      log.error({ err: error }, 'the out-of-service page cannot be shown at all');
    }
  };
  const ended = (startedAt: number, reason: string) => {
    child = undefined;
    if (stopping.signal.aborted) return;
    failures = now() - startedAt >= wellAfter ? 1 : failures + 1;
    log.warn({ reason, failures }, 'the out-of-service picture ended');
    if (failures >= tries) void fallBack();
    else timer = setTimeout(show, pauseBetween);
  };
  const show = () => {
    const startedAt = now();
    const started = showPicture(display, file, runtimeFolder);
    child = started;
    let told = false;
    const end = (reason: string) => {
      if (!told) ended(startedAt, reason);
      told = true;
    };
    started.once('error', (error) => end(error.message));
    started.once('exit', (code, signal) => end(`${signal ?? `code ${code}`}`));
  };

  const calm = options.calmMinutes * 60_000;
  // A clock that was set in between must not keep the totem out of service for longer than its time.
  const remaining = Math.min(calm, Math.max(0, options.since + calm - now()));
  const back = setTimeout(() => leave('the calm time is over'), remaining);
  void drawPicture(display, markupOf(notices), file, stopping.signal).then(show, (error: unknown) => {
    if (stopping.signal.aborted) return;
    log.error({ err: error }, 'the out-of-service picture could not be drawn');
    return fallBack();
  });

  const nothing = () => undefined;
  return {
    figures: () => ({
      state: 'out_of_service',
      framesPerSecond: 0,
      framesRendered: 0,
      restarts: 0,
      pageSilentSeconds: null,
      pageBytes: null,
      pageRenewals: 0,
    }),
    setPlaylist: nothing,
    setAttract: nothing,
    setFace: nothing,
    sleep: nothing,
    wake: nothing,
    pageAlive: nothing,
    pageGone: nothing,
    pageRenews: nothing,
    picture: async () => {
      try {
        return success(await readFile(file));
      } catch {
        return failure('not_found', 'the totem is out of service and has no picture to show');
      }
    },
    live: nothing,
    rebuild: leave,
    onPlayed: () => nothing,
    onChange: () => nothing,
    stop: async () => {
      stopping.abort();
      clearTimeout(timer);
      clearTimeout(back);
      if (child === undefined) return;
      const gone = new Promise<void>((resolve) => child?.once('exit', () => resolve()));
      child.kill('SIGKILL');
      await gone;
    },
  };
}
