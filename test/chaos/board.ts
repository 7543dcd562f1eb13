import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { stringify } from 'yaml';
import { Totem, validatorOf } from '../../protocol/index.ts';
import { tapBytes } from '../harness/evdev.ts';
import { newToken, startHub, type TestHub } from '../harness/hub.ts';
import {
  createDustSensor,
  createGasSensor,
  createParticleCounter,
  createPlug,
  createRadar,
  createReceiver,
  type Device,
  type Plug,
} from '../harness/sensors/index.ts';
import { until } from '../harness/until.ts';
import { type Chance, createChance } from './chance.ts';
import { createOwner } from './owner.ts';
import type { ChaosOptions, Outcome } from './report.ts';
import { createPanel, type Panel, startVictim, type Victim } from './totem.ts';

/** What stands on the board: each sensor's driver, and the device that belongs to it. */
const devices: Record<string, () => Device> = {
  ld2410: () => createRadar({ moving: 150, still: null }),
  pms5003: createParticleCounter,
  sps30: createDustSensor,
  scd30: createGasSensor,
  nmea: createReceiver,
};

/** Limits that say what bounded and flat mean: share of a core over the whole run, and MB in the calm part. */
const processorAtMost = 0.5;
const growthAtMost = 20;
const readVerdict = validatorOf(Totem);

/** Share of kills among the misdeeds, while there are any. */
const deadlyShare = 0.25;

interface Scene {
  chance: Chance;
  plugs: Map<string, Plug>;
  panel: Panel;
  victim: Victim;
  tried: Record<string, number>;
}

/**
 * An agent with five sensors on ptys and a touch panel on a FIFO, at a real hub: noise at full speed, broken
 * frames, wrong devices, plugs pulled and put back, and the agent and its children killed with -9, many
 * times a minute instead of many times a month. Then everything is put right again, and must be well.
 */
export async function board({ seed, minutes }: ChaosOptions): Promise<Outcome> {
  const owner = createOwner();
  try {
    const folder = await mkdtemp(join(tmpdir(), 'totem-chaos-'));
    owner.teardown(() => rm(folder, { recursive: true, force: true }));
    const hub = await startHub(owner);
    const fifo = join(folder, 'panel');
    execFileSync('mkfifo', [fifo]);
    const plugs = new Map(Object.keys(devices).map((name) => [name, createPlug(owner, join(folder, name))]));
    const yaml = stringify({
      display: { enabled: false },
      health: { heartbeatSeconds: 2 },
      touch: [{ path: fifo, maximumX: 1000, maximumY: 1000 }],
      sensors: [...plugs].map(([name, plug]) => ({ id: name, driver: name, port: plug.path })),
    });
    for (const [name, plug] of plugs) await plug.plug(deviceOf(name));
    const victim = await startVictim(owner, { token: await newToken(hub), yaml });
    const scene: Scene = { chance: createChance(seed), plugs, panel: createPanel(fifo), victim, tried: {} };
    owner.teardown(() => scene.panel.close());

    const from = performance.now();
    const whole = minutes * 60_000;
    // Kills come first; in the rest the process lives on, so that its memory can be compared.
    await rage(scene, from + whole * 0.5, true);
    await rage(scene, performance.now() + whole * 0.15, false);
    const early = await victim.residentMegabytes();
    await rage(scene, from + whole, false);
    const late = await victim.residentMegabytes();
    const share = (await victim.processorSeconds()) / ((performance.now() - from) / 1000);

    const { lost, notes } = await settle(scene, hub);
    lost.memory_not_flat = late - early > growthAtMost ? 1 : 0;
    lost.processor_not_bounded = share > processorAtMost ? 1 : 0;
    const figures = {
      processor_percent: rounded(share * 100),
      resident_mb_early: rounded(early),
      resident_mb_late: rounded(late),
    };
    return { tried: scene.tried, lost, figures, notes };
  } finally {
    await owner.end();
  }
}

function deviceOf(name: string): Device {
  const make = devices[name];
  if (!make) throw new Error(`no device ${name}`);
  return make();
}

async function rage(scene: Scene, until: number, kills: boolean): Promise<void> {
  const { chance } = scene;
  while (performance.now() < until) {
    const deadly = kills && chance.next() < deadlyShare;
    const acts = Object.entries(misdeeds).filter(([name]) => name.startsWith('killed') === deadly);
    const [name, act] = chance.one(acts);
    if (await act(scene)) scene.tried[name] = (scene.tried[name] ?? 0) + 1;
    await pause(chance.between(50, 600));
  }
}

type Misdeed = (scene: Scene) => Promise<boolean>;

/** What is done to the board, by the name under which it is counted. */
const misdeeds: Record<string, Misdeed> = {
  unplugged_and_plugged: async ({ chance, plugs }) => {
    const [name, plug] = chance.one([...plugs]);
    await plug.unplug();
    await pause(chance.between(0, 2500));
    await plug.plug(deviceOf(name));
    return true;
  },
  wrong_device_plugged: async ({ chance, plugs }) => {
    const [name, plug] = chance.one([...plugs]);
    await plug.plug(deviceOf(chance.one(Object.keys(devices))));
    await pause(chance.between(500, 6000));
    await plug.plug(deviceOf(name));
    return true;
  },
  broken_cable_plugged: async ({ chance, plugs }) => {
    const [name, plug] = chance.one([...plugs]);
    await plug.plug(broken(deviceOf(name), chance));
    await pause(chance.between(500, 3000));
    await plug.plug(deviceOf(name));
    return true;
  },
  full_speed_noise_bursts: async ({ chance, plugs }) => {
    const [, plug] = chance.one([...plugs]);
    const end = performance.now() + chance.between(200, 4000);
    while (performance.now() < end) {
      plug.noise(chance.bytes(8192));
      await pause(5);
    }
    return true;
  },
  touch_noise_bursts: async ({ chance, panel }) => {
    const end = performance.now() + chance.between(100, 1500);
    let written = false;
    while (performance.now() < end) {
      written = panel.write(chance.bytes(4800 + Math.floor(chance.between(0, 24)))) || written;
      await pause(5);
    }
    return written;
  },
  touch_panels_pulled: async ({ panel }) => {
    panel.close();
    return true;
  },
  taps: async ({ chance, panel }) =>
    panel.write(tapBytes(Math.floor(chance.between(0, 1000)), Math.floor(chance.between(0, 1000)))),
  killed_agents: async ({ victim }) => {
    await victim.kill();
    return true;
  },
  killed_children: ({ chance, victim }) => victim.killChild((pids) => chance.one(pids)),
};

/** A device whose bytes come in pieces, sometimes with a bit turned over. */
function broken(device: Device, chance: Chance): Device {
  const worn = (messages: Uint8Array[]): Uint8Array[] =>
    messages.flatMap((bytes) => {
      const copy = Buffer.from(bytes);
      for (const at of copy.keys()) if (chance.next() < 0.02) copy[at] = (copy[at] ?? 0) ^ (1 << (at % 8));
      const cut = Math.floor(chance.between(0, copy.length));
      return [copy.subarray(0, cut), copy.subarray(cut)];
    });
  return {
    baud: device.baud,
    period: device.period,
    take: (bytes) => worn(device.take(bytes)),
    speak: (at) => worn(device.speak(at)),
  };
}

/** Puts everything right, and counts what is not well within two minutes. */
async function settle(
  { plugs, panel, victim }: Scene,
  hub: TestHub,
): Promise<Pick<Outcome, 'lost' | 'notes'>> {
  const notes: string[] = [];
  for (const [name, plug] of plugs) await plug.plug(deviceOf(name));
  panel.close();
  const before = victim.touches();
  let now: Totem | undefined;
  const well = await holds(async () => {
    panel.write(tapBytes(500, 500));
    now = await totemAt(hub, victim);
    const { health } = now;
    return (
      now.online &&
      health?.sensors.every(({ state }) => state === 'ready') === true &&
      health.faults.every(({ code }) => !/^(sensor|touch)\./.test(code)) &&
      victim.touches() > before + 1
    );
  });
  const ready = now?.health?.sensors.filter(({ state }) => state === 'ready').length ?? 0;
  const faults = now?.health?.faults.filter(({ code }) => /^(sensor|touch)\./.test(code)) ?? [];
  if (!well)
    notes.push(`at the end: ${ready} sensors ready, faults ${faults.map(({ code }) => code).join(', ')}`);
  const quiet = await holds(async () => (await totemAt(hub, victim)).health?.eventsPending === 0);
  if (!quiet) notes.push('events still wait at the totem');
  await victim.stop();
  const { missing, unacknowledged, raised, stored } = booksOf(hub, victim.agent().totem ?? '');
  notes.push(`${stored} events stored, of which ${raised} of sensors raised a fault`);
  return {
    notes,
    lost: {
      sensors_not_ready: plugs.size - ready,
      faults_not_cleared: faults.length,
      touches_not_told: victim.touches() > before + 1 ? 0 : 1,
      events_missing: missing,
      events_unacknowledged: unacknowledged,
      events_still_waiting: quiet ? 0 : 1,
      faults_never_raised: raised > 0 ? 0 : 1,
    },
  };
}

async function holds(ask: () => Promise<boolean>): Promise<boolean> {
  try {
    return await until('all to be well', () => ask().catch(() => false), 120_000);
  } catch {
    return false;
  }
}

async function totemAt(hub: TestHub, victim: Victim): Promise<Totem> {
  const answer = await hub.api(`/totems/${victim.agent().totem}`);
  const totem = readVerdict(await answer.json());
  if (!totem.ok) throw new Error(totem.error.message);
  return totem.value;
}

/** What the hub's store has of the events: every number once, up to the one it acknowledged. */
function booksOf(hub: TestHub, totem: string) {
  const db = new Database(join(hub.data, 'hub.sqlite'), { readonly: true });
  try {
    const count = (sql: string): number => Number(db.prepare(sql).pluck().get(totem) ?? 0);
    const stored = count('select count(*) from events where totem = ?');
    const last = count(
      'select sum(last) from (select max(sequence) last from events where totem = ? group by outbox)',
    );
    const acknowledged = count('select sum(acknowledged) from outboxes where totem = ?');
    const raised = count(
      `select count(*) from events where totem = ? and kind = 'fault.raised' and body like '%"sensor.%'`,
    );
    return { stored, raised, missing: last - stored, unacknowledged: Math.abs(last - acknowledged) };
  } finally {
    db.close();
  }
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
