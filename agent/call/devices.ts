import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AgentConfiguration } from '../../protocol/configuration.ts';
import { devicesOf, soundSystem } from '../audio/index.ts';
import type { SoundSettings, VideoSettings } from './messages.ts';
import type { Devices } from './view.ts';

/** What this totem calls with. */
export interface CallDevices {
  devices: Devices;
  video: VideoSettings;
  sound: SoundSettings;
  /** Why there can be no sound and no picture here; null where there can. */
  missing: string | null;
}

type Wanted = Pick<AgentConfiguration, 'calls' | 'camera' | 'audio'>;

/** Looks which of the devices that the configuration names are there. */
export async function devicesOfCalls(
  { calls, camera, audio }: Wanted,
  environment: NodeJS.ProcessEnv = process.env,
  system = '/',
): Promise<CallDevices> {
  const { width, height, framesPerSecond } = calls;
  const there = camera.source === 'test' || (camera.source === 'v4l2' && (await exists(camera.device)));
  const sound = await soundOf({ calls, audio }, environment, system);
  return {
    devices: { camera: there, microphone: sound.source !== 'none' },
    video: {
      source: there ? camera.source : 'none',
      device: camera.source === 'v4l2' ? camera.device : null,
      width,
      height,
      framesPerSecond,
    },
    sound,
    missing: missingParts(),
  };
}

async function soundOf(
  { calls, audio }: Pick<Wanted, 'calls' | 'audio'>,
  environment: NodeJS.ProcessEnv,
  system: string,
): Promise<SoundSettings> {
  const silent: SoundSettings = { source: 'none', sourceDevice: null, sink: 'none', sinkDevice: null };
  if (calls.sound === 'none') return silent;
  const found = await soundSystem(environment, system);
  const devices = devicesOf(audio, found);
  const kind = audio.system === 'auto' ? found : audio.system;
  const { sink = null, source = null } = devices.ok && kind ? devices.value : {};
  const real: SoundSettings = {
    source: source === null ? 'none' : kind === 'alsa' ? 'alsasrc' : 'pulsesrc',
    sourceDevice: named(audio.input),
    sink: sink === null ? 'none' : kind === 'alsa' ? 'alsasink' : 'pulsesink',
    sinkDevice: named(audio.output),
  };
  return calls.sound === 'test' ? { ...real, source: 'test', sourceDevice: null } : real;
}

function named(device: string): string | null {
  return device === 'default' || device === 'none' ? null : device;
}

function missingParts(): string | null {
  const { resolve } = createRequire(import.meta.url);
  for (const name of ['@roamhq/wrtc', 'gstreamer-superficial']) {
    try {
      resolve(name);
    } catch {
      return `${name} is not installed on this totem`;
    }
  }
  return null;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
