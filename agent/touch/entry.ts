import type { InputDeviceFigures, InputSettings } from '../../protocol/index.ts';
import type { Device } from './device.ts';
import { labelOf } from './matching.ts';
import type { InputFaults } from './types.ts';

/** An entry of agent.yaml, with the devices that it stands for now. */
export interface Entry {
  settings: InputSettings;
  devices(): readonly Device[];
  follows(path: string): boolean;
  adopt(path: string): void;
  /** Lets go of those whose node is gone. */
  keepOnly(paths: ReadonlySet<string>): void;
  /** All that was found is handed out: says so if nothing was for this one. */
  settle(): void;
  /** Its devices, or the one that it waits for; of one that may be absent nothing is told while it is. */
  figures(): InputDeviceFigures[];
  stop(): void;
}

/** How a device is followed, without what only its entry knows. */
export type Follow = (
  path: string,
  settings: InputSettings,
  listener: { onReady(): void; onLost(message: string): void },
) => Device;

/** An entry waits for one device at least, and says so in a fault. */
export function createEntry(settings: InputSettings, follow: Follow, faults: InputFaults): Entry {
  const label = labelOf(settings);
  const devices = new Map<string, Device>();
  const ready = new Set<string>();

  const tell = (message: string): void => {
    if (ready.size > 0 || settings.optional) faults.clear('touch.device_lost', label);
    else faults.raise('touch.device_lost', message, label);
  };
  const drop = (path: string): void => {
    devices.get(path)?.stop();
    devices.delete(path);
    ready.delete(path);
  };

  return {
    settings,
    devices: () => [...devices.values()],
    follows: (path) => devices.has(path),
    adopt(path) {
      const listener = {
        onReady() {
          ready.add(path);
          tell('');
        },
        onLost(message: string) {
          ready.delete(path);
          tell(message);
        },
      };
      devices.set(path, follow(path, settings, listener));
    },
    keepOnly(paths) {
      for (const path of [...devices.keys()]) if (!paths.has(path)) drop(path);
    },
    settle() {
      if (devices.size === 0) tell(`no device is there that fits ${label}`);
    },
    figures() {
      const all = [...devices.values()].map((device) => device.figures());
      if (settings.optional) return all.filter(({ state }) => state !== 'lost');
      return all.length > 0 ? all : [waiting(label, settings)];
    },
    stop() {
      for (const path of [...devices.keys()]) drop(path);
    },
  };
}

function waiting(label: string, { kinds, device }: InputSettings): InputDeviceFigures {
  const [vendor = '', product = ''] = (device ?? '').toLowerCase().split(':');
  const id = (text: string) => (/^[0-9a-f]{4}$/.test(text) ? text : null);
  return {
    part: label,
    name: '',
    vendor: id(vendor),
    product: id(product),
    kinds: kinds ?? [],
    state: 'lost',
    contactsDown: 0,
    eventsTotal: 0,
    lastEventAt: null,
  };
}
