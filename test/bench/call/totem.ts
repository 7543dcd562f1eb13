import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CallSignal } from '../../../protocol/calls/messages.ts';
import { descendants, startScreen } from '../../harness/screen.ts';
import { until } from '../../harness/until.ts';
import { Scope } from '../scene.ts';
import type { End, Opened, Seen } from './end.ts';

type Said = { ready?: true; signal?: CallSignal; picture?: Omit<Seen, 'beeps'>; beeps?: number[] };

/** The size and pace of a call's pictures. */
export interface Shape {
  width: number;
  height: number;
  framesPerSecond: number;
}

/**
 * The totem's end, in a network of its own: its media process, and who reads what that composes.
 *
 * @param screen size of a display that shows it too, in pixels
 */
export function openTotem(
  space: string,
  { width, height, framesPerSecond }: Shape,
  screen?: { width: number; height: number },
): Opened {
  return async (send) => {
    const folder = await mkdtemp(join(tmpdir(), 'totem-bench-face-'));
    const socket = join(folder, 'face');
    const size = [`${width}`, `${height}`];
    const media = await startChild(
      ['ip', 'netns', 'exec', space, process.execPath, '--max-semi-space-size=2'],
      './totem-process.ts',
      [socket, ...size, `${framesPerSecond}`],
      (said) => {
        if (said.signal) send(said.signal);
      },
    );
    const reader = await startChild([process.execPath], './face-process.ts', [socket, ...size]);
    const scope = new Scope();
    const shown = screen ? await showOn(scope, screen, { socket, width, height }) : [];
    const end: End = {
      offer: async () => void media.send({ do: 'offer' }),
      take: async (signal) => void media.send({ do: 'take', signal }),
      async seen() {
        const [{ picture }, { beeps }] = await Promise.all([ask(reader, {}), ask(media, { do: 'beeps' })]);
        if (!picture || !beeps) throw new Error('nothing was told of what was seen');
        return { ...picture, beeps };
      },
      cpu: () => ({
        media: secondsOf(media.pid ?? 0),
        ...(screen && { display: shown.reduce((sum, pid) => sum + secondsOf(pid), 0) }),
      }),
      async stop() {
        await scope.end();
        await endChild(reader);
        await endChild(media);
        // What a process that is killed leaves of its shared memory.
        const owned = new RegExp(`^shmpipe\\. *${media.pid}\\.`);
        for (const name of await readdir('/dev/shm')) {
          if (owned.test(name)) await rm(join('/dev/shm', name), { force: true });
        }
        await rm(folder, { recursive: true, force: true });
      },
    };
    return end;
  };
}

/** Puts a call on a display as a totem's page does, over its whole upper half. Gives the display's processes. */
async function showOn(
  scope: Scope,
  screen: { width: number; height: number },
  source: { socket: string; width: number; height: number },
): Promise<number[]> {
  const known = new Set((await descendants(process.pid)).map(({ pid }) => pid));
  const { display } = await startScreen(scope, screen);
  display.setAttract(false);
  display.setFace({ ...source, place: { x: 0, y: 0, width: 1, height: 0.5 } });
  await until('a picture of the screen', async () => (await display.picture()).ok, 60_000);
  return (await descendants(process.pid)).map(({ pid }) => pid).filter((pid) => !known.has(pid));
}

/** Starts a process of the bench. Resolves at its first message. */
export async function startChild(
  [command = '', ...words]: string[],
  file: string,
  given: readonly string[],
  onSaid: (said: Said) => void = () => undefined,
): Promise<ChildProcess> {
  const program = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(command, [...words, program, ...given], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
    env: {
      ...process.env,
      UV_THREADPOOL_SIZE: '12',
      NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
    },
  });
  child.on('message', onSaid);
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`${file} ended with ${code}`);
    }),
  ]);
  return child;
}

export async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** Asks a process for what it answers at once. */
export function ask(child: ChildProcess, question: object): Promise<Said> {
  return new Promise((resolve) => {
    const hear = (said: Said): void => {
      if (!said.picture && !said.beeps) return;
      child.off('message', hear);
      resolve(said);
    };
    child.on('message', hear);
    child.send(question);
  });
}

/** Seconds of processor of one process, of /proc/PID/stat (proc(5): utime and stime in hundredths). */
export function secondsOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}
