import { setTimeout as pause } from 'node:timers/promises';
import { tapBytes } from '../harness/evdev.ts';
import {
  createDustSensor,
  createGasSensor,
  createParticleCounter,
  createRadar,
  createReceiver,
  type Device,
  type Plug,
} from '../harness/sensors/index.ts';
import type { Chance } from './chance.ts';
import type { Panel, Victim } from './totem.ts';

/** What stands on the board: each sensor's driver, and the device that belongs to it. */
export const devices: Record<string, () => Device> = {
  ld2410: () => createRadar({ moving: 150, still: null }),
  pms5003: createParticleCounter,
  sps30: createDustSensor,
  scd30: createGasSensor,
  nmea: createReceiver,
};

/** Share of kills among the misdeeds, while there are any. */
const deadlyShare = 0.25;

export interface Scene {
  chance: Chance;
  plugs: Map<string, Plug>;
  panel: Panel;
  victim: Victim;
  tried: Record<string, number>;
}

export function deviceOf(name: string): Device {
  const make = devices[name];
  if (!make) throw new Error(`no device ${name}`);
  return make();
}

/** Does one misdeed after the other until this time of `performance.now`. */
export async function rage(scene: Scene, until: number, { kills }: { kills: boolean }): Promise<void> {
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
