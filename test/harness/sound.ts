import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { newAgentFolder } from './agent.ts';
import type { Owner } from './owner.ts';
import { until } from './until.ts';

/** A sound server of its own: what is played is what its microphone hears, because that is the monitor of its output. */
export interface SoundServer {
  /** For PULSE_SERVER. */
  server: string;
}

export async function startSound(t: Owner): Promise<SoundServer> {
  const folder = await newAgentFolder(t);
  const socket = join(folder, 'native');
  const modules = [
    'module-null-sink sink_name=hall',
    `module-native-protocol-unix auth-anonymous=1 socket=${socket}`,
  ];
  const words = [
    '-n',
    '--daemonize=no',
    '--system=false',
    '--exit-idle-time=-1',
    '--use-pid-file=no',
    '--disable-shm=yes',
  ];
  const child = spawn('pulseaudio', [...words, ...modules.flatMap((module) => ['-L', module])], {
    stdio: 'ignore',
    env: {
      ...process.env,
      HOME: folder,
      XDG_RUNTIME_DIR: folder,
      XDG_CONFIG_HOME: folder,
      PULSE_RUNTIME_PATH: folder,
    },
  });
  t.teardown(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  });
  await until('the sound server', () =>
    stat(socket).then(
      () => true,
      () => false,
    ),
  );
  return { server: `unix:${socket}` };
}
