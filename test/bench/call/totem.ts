import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CallSignal } from '../../../protocol/calls/messages.ts';
import type { End, Opened, Seen } from './end.ts';

type Said = { ready?: true; signal?: CallSignal; seen?: Seen };

/** The totem's end, in a network of its own. */
export function openTotem(space: string): Opened {
  return async (send) => {
    const program = fileURLToPath(new URL('./totem-process.ts', import.meta.url));
    const child = spawn('ip', ['netns', 'exec', space, process.execPath, program], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: {
        ...process.env,
        UV_THREADPOOL_SIZE: '12',
        NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
      },
    });
    const seenBy: ((seen: Seen) => void)[] = [];
    child.on('message', (said: Said) => {
      if (said.signal) send(said.signal);
      if (said.seen) seenBy.shift()?.(said.seen);
    });
    await once(child, 'message');
    const end: End = {
      offer: async () => void child.send({ do: 'offer' }),
      take: async (signal) => void child.send({ do: 'take', signal }),
      seen: () =>
        new Promise((resolve) => {
          seenBy.push(resolve);
          child.send({ do: 'seen' });
        }),
      cpu: () => secondsOf(child.pid ?? 0),
      async stop() {
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        await gone;
      },
    };
    return end;
  };
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
