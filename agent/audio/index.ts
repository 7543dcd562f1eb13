import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AgentConfiguration, failure, type Result, success } from '../../protocol/index.ts';

type Wanted = AgentConfiguration['audio'];

/** GStreamer elements that play and record; `null` where the configuration wants none. */
export interface AudioDevices {
  sink: string[] | null;
  source: string[] | null;
}

/** Which sound system this machine has: a sound server if its socket is there, else the kernel's sound cards. */
export async function soundSystem(
  environment: NodeJS.ProcessEnv,
  system: string,
): Promise<'pulse' | 'alsa' | null> {
  if (environment.PULSE_SERVER) return 'pulse';
  const sockets = [
    ...(environment.PULSE_RUNTIME_PATH ? [join(environment.PULSE_RUNTIME_PATH, 'native')] : []),
    ...(environment.XDG_RUNTIME_DIR ? [join(environment.XDG_RUNTIME_DIR, 'pulse', 'native')] : []),
    join(system, 'run/pulse/native'),
  ];
  for (const socket of sockets) if (await exists(socket)) return 'pulse';
  const cards = await readFile(join(system, 'proc/asound/cards'), 'utf8').catch(() => '');
  return /^\s*\d+ \[/m.test(cards) ? 'alsa' : null;
}

/** `auto` takes the sound system that is there. */
export function devicesOf(wanted: Wanted, found: 'pulse' | 'alsa' | null): Result<AudioDevices> {
  const chosen = wanted.system === 'auto' ? found : wanted.system;
  if (wanted.output === 'none' && wanted.input === 'none') return success({ sink: null, source: null });
  if (chosen === null) return failure('unavailable', 'there is no sound server and no sound card');
  return success({
    sink: elementOf(`${chosen}sink`, wanted.output),
    source: elementOf(`${chosen}src`, wanted.input),
  });
}

/** Words for gst-launch; a device name cannot become more than a value, because each word is an argument of its own. */
function elementOf(element: string, device: string): string[] | null {
  if (device === 'none') return null;
  return device === 'default' ? [element] : [element, `device=${device}`];
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
