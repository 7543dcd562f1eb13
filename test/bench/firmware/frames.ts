import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { newBoard } from '../../harness/board.ts';
import { newBundle, newSigning } from '../../harness/firmware-bundle.ts';
import type { Owner } from '../../harness/owner.ts';
import { startScreen } from '../../harness/screen.ts';
import { until } from '../../harness/until.ts';

/** Frames a second that the pipeline is asked for, and those below which frames count as lost. */
export const asked = 25;
export const enough = 20;
/** Bytes of the image that is installed, again and again, for as long as it is measured. */
const imageBytes = 256 * 1024 * 1024;
const seconds = Number(process.env.TOTEM_BENCH_FRAME_SECONDS ?? 30);

/** What the sink counted in each second. */
export interface Frames {
  perSecond: number[];
  /** Frames that were missing from `enough`, over all seconds. */
  lost: number;
  installations: number;
}

/**
 * A display without a screen, rendering page and attract layer in software, for some seconds alone and for some with
 * RAUC installing at the priority that `agent/systemd/rauc.service.d` gives it.
 */
export async function measureFrames(
  scope: Owner,
  folder: string,
): Promise<{ alone: Frames; installing: Frames }> {
  const signing = await newSigning(folder, 'screen');
  const board = await newBoard(scope, signing.authority);
  for (const slot of ['A', 'B']) await truncate(join(board.folder, `slot-${slot}`), imageBytes);
  const { path } = await newBundle(folder, signing, {
    version: '2.0.0',
    compatible: 'totem-test-board',
    size: imageBytes,
  });
  const { display } = await startScreen(scope, { framesPerSecond: asked });
  await until('the screen to render', () => display.figures().framesRendered > asked * 5, 120_000);
  const count = async (): Promise<number[]> => {
    const perSecond: number[] = [];
    let [before, at] = await nextCount(display.figures, -1);
    for (let second = 0; second < seconds; second += 1) {
      const [now, when] = await nextCount(display.figures, before);
      perSecond.push(((now - before) * 1000) / (when - at));
      [before, at] = [now, when];
    }
    return perSecond;
  };
  const alone = await count();
  const pid = board.rauc().pid ?? 0;
  await lower(pid);
  let on = true;
  const installations = (async () => {
    let done = 0;
    while (on) {
      const child = spawn('rauc', ['install', path], {
        stdio: 'ignore',
        env: { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: board.bus, DBUS_STARTER_BUS_TYPE: 'system' },
      });
      const [code] = await once(child, 'exit');
      if (code !== 0) throw new Error(`the installation ended with ${code}`);
      done += 1;
    }
    return done;
  })();
  await pause(1000);
  const installing = await count().finally(() => {
    on = false;
  });
  return {
    alone: { ...judged(alone), installations: 0 },
    installing: { ...judged(installing), installations: await installations },
  };
}

/** The sink's counter as soon as it was told anew, which is each second, and when. */
async function nextCount(
  figures: () => { framesRendered: number },
  before: number,
): Promise<[number, number]> {
  const deadline = performance.now() + 5000;
  for (;;) {
    const { framesRendered } = figures();
    if ((before >= 0 && framesRendered !== before) || performance.now() > deadline)
      return [framesRendered, performance.now()];
    if (before < 0) return nextCount(figures, framesRendered);
    await pause(5);
  }
}

function judged(perSecond: number[]): Pick<Frames, 'perSecond' | 'lost'> {
  return {
    perSecond,
    lost: perSecond.reduce((sum, frames) => sum + Math.max(0, enough - Math.round(frames)), 0),
  };
}

/** The values of 50-totem.conf for every thread of the service, so that what it starts has them too. */
async function lower(pid: number): Promise<void> {
  for (const thread of await readdir(`/proc/${pid}/task`)) {
    for (const [command, parameters] of [
      ['renice', ['-n', '15', '-p', thread]],
      ['ionice', ['-c', '3', '-p', thread]],
    ] as const) {
      const [code] = await once(spawn(command, parameters, { stdio: 'ignore' }), 'exit');
      if (code !== 0) throw new Error(`${command} ended with ${code}`);
    }
  }
}
