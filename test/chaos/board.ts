import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { newToken, startHub } from '../harness/hub.ts';
import { sharedOwner } from '../harness/owner.ts';
import { createPlug } from '../harness/sensors/index.ts';
import { settle } from './board-books.ts';
import { deviceOf, devices, rage, type Scene } from './board-misdeeds.ts';
import { drown } from './board-noise.ts';
import { torment } from './board-screen.ts';
import { createChance } from './chance.ts';
import type { ChaosOptions, Outcome } from './report.ts';
import { createPanel, startVictim } from './totem.ts';

/** Small and slow: what is tried is the supervision, and the board's processor is wanted for the noise. */
const smallScreen = { width: 320, height: 480, framesPerSecond: 5, sink: 'none' };

/** Shares of the run: with the agent killed, with everything but kills; the rest is the display's. */
const shares = { killed: 0.25, rough: 0.1, noise: 0.35 };
const leastNoise = 60_000;

/**
 * An agent with five sensors on ptys and a touch panel on a FIFO, at a real hub: broken frames, wrong devices,
 * plugs pulled and put back, and the agent killed with -9, many times a minute instead of many times a month;
 * then noise on every port at full speed; then, with the real display, its process and the page's engine
 * killed and frozen. At last everything is put right again, and must be well.
 */
export async function board({ seed, minutes }: ChaosOptions): Promise<Outcome> {
  const owner = sharedOwner();
  try {
    const folder = await mkdtemp(join(tmpdir(), 'totem-chaos-'));
    owner.teardown(() => rm(folder, { recursive: true, force: true }));
    const hub = await startHub(owner);
    const fifo = join(folder, 'panel');
    execFileSync('mkfifo', [fifo]);
    const plugs = new Map(Object.keys(devices).map((name) => [name, createPlug(owner, join(folder, name))]));
    const yaml = (display: object): string =>
      stringify({
        display,
        health: { heartbeatSeconds: 2 },
        touch: [{ path: fifo, maximumX: 1000, maximumY: 1000 }],
        sensors: [...plugs].map(([name, plug]) => ({ id: name, driver: name, port: plug.path })),
      });
    for (const [name, plug] of plugs) await plug.plug(deviceOf(name));
    const victim = await startVictim(owner, {
      token: await newToken(hub),
      yaml: yaml({ enabled: false }),
    });
    const scene: Scene = { chance: createChance(seed), plugs, panel: createPanel(fifo), victim, tried: {} };
    owner.teardown(() => scene.panel.close());

    const from = performance.now();
    const whole = minutes * 60_000;
    await rage(scene, from + whole * shares.killed, { kills: true });
    await rage(scene, performance.now() + whole * shares.rough, { kills: false });
    const noise = await drown(scene, hub, fifo, Math.max(leastNoise, whole * shares.noise));
    await victim.restart(yaml(smallScreen));
    const screen = await torment(scene, hub, from + whole);
    const books = await settle(scene, hub);
    return {
      tried: scene.tried,
      lost: { ...books.lost, ...noise.lost, ...screen.lost, processes_left: await screen.left() },
      figures: { ...noise.figures, ...screen.figures },
      notes: [...noise.notes, ...screen.notes, ...books.notes],
    };
  } finally {
    await owner.end();
  }
}
