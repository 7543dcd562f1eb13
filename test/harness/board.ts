import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newAgentFolder } from './agent.ts';
import type { Owner } from './owner.ts';
import { until } from './until.ts';

/**
 * A board with two slots that are ordinary files, a boot chooser with attempt counters, a private system bus,
 * and the real RAUC service on it. Only root may install: RAUC mounts the bundle.
 */
export interface TestBoard {
  folder: string;
  /** Address of the bus. */
  bus: string;
  keyring: string;
  /** Kernel command line, as the boot chooser leaves it. */
  commandLine: string;
  /** Identity of this boot. */
  bootId(): string;
  /** What the boot chooser starts now: counts an attempt down, ends RAUC, and starts it in the slot. */
  boot(): Promise<'A' | 'B'>;
  current(): 'A' | 'B';
  /** Attempts that the boot chooser has left for a slot. */
  attempts(slot: 'A' | 'B'): Promise<number>;
  /** The slot that the boot chooser looks at first, whether it is good or not. */
  first(): Promise<string>;
  /** Holds the next installation after it has given up the other slot, until it is let go. */
  hold(): Promise<void>;
  letGo(): Promise<void>;
  /** First bytes of a slot. */
  slot(name: 'A' | 'B'): Promise<Buffer>;
  rauc(): ChildProcess;
  startRauc(): Promise<void>;
  stopRauc(signal?: NodeJS.Signals): Promise<void>;
  stopBus(): Promise<void>;
  startBus(): Promise<void>;
  /** Whether the bus lets anybody call RAUC, from the next start of the bus on. */
  policy(rauc: 'allowed' | 'denied'): Promise<void>;
}

export const compatible = 'totem-test-board';
export const mayInstall = process.getuid?.() === 0;

/** The backend that RAUC asks about the boot chooser (RAUC reference, Custom bootloader backend). */
const backend = (folder: string) => `#!/bin/sh
cd ${folder}/boot || exit 1
other() { [ "$1" = A ] && echo B || echo A; }
case "$1" in
  get-primary) first=$(cat first); [ "$(cat "$first")" -gt 0 ] && echo "$first" || other "$first" ;;
  set-primary) echo "$2" >first; echo 3 >"$2" ;;
  get-state) [ "$(cat "$2")" -gt 0 ] && echo good || echo bad ;;
  set-state)
    [ "$3" = good ] && echo 3 >"$2" || echo 0 >"$2"
    # RAUC begins an installation with this; a test may hold it there.
    while [ "$2$3" = Bbad ] && [ -e ../hold ]; do sleep 0.02; done ;;
  *) exit 1 ;;
esac
`;

const busConfiguration = (path: string, rauc: 'allowed' | 'denied') => `<!DOCTYPE busconfig PUBLIC
 "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type><listen>unix:path=${path}</listen><auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>${rauc === 'denied' ? '<deny send_destination="de.pengutronix.rauc"/>' : ''}
  </policy>
</busconfig>
`;

export async function newBoard(t: Owner, keyring: string): Promise<TestBoard> {
  const folder = await newAgentFolder(t);
  const socket = join(folder, 'bus');
  const bus = `unix:path=${socket}`;
  const commandLine = join(folder, 'cmdline');
  const environment = { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: bus, DBUS_STARTER_BUS_TYPE: 'system' };
  await Promise.all(['boot', 'mount', 'data'].map((name) => mkdir(join(folder, name))));
  for (const [name, text] of Object.entries({
    'boot/first': 'A',
    'boot/A': '3',
    'boot/B': '3',
    'backend.sh': backend(folder),
    'bus.conf': busConfiguration(socket, 'allowed'),
    'system.conf': systemConfiguration(folder, keyring),
    cmdline: 'console=ttyS0 rauc.slot=A quiet\n',
  })) {
    await writeFile(join(folder, name), text);
  }
  await chmod(join(folder, 'backend.sh'), 0o755);
  for (const slot of ['A', 'B']) {
    await writeFile(join(folder, `slot-${slot}`), '');
    await truncate(join(folder, `slot-${slot}`), 1024 * 1024);
  }

  let current: 'A' | 'B' = 'A';
  let boots = 1;
  let daemon: ChildProcess | undefined;
  let rauc: ChildProcess | undefined;
  const start = async (command: string, parameters: string[]): Promise<ChildProcess> => {
    const child = spawn(command, parameters, { stdio: 'ignore', env: environment });
    await once(child, 'spawn');
    return child;
  };
  const end = async (child: ChildProcess | undefined, signal: NodeJS.Signals = 'SIGKILL') => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGCONT');
    child.kill(signal);
    await gone;
  };
  const startBus = async () => {
    // One that was killed leaves it behind, and nobody listens there.
    await rm(socket, { force: true });
    daemon = await start('dbus-daemon', [
      `--config-file=${join(folder, 'bus.conf')}`,
      '--nofork',
      '--nopidfile',
    ]);
    await until('the bus', () => readable(socket), 60_000);
  };
  const startRauc = async () => {
    const { Message, sessionBus } = await import('@jellybrick/dbus-next');
    rauc = await start('rauc', [
      `--conf=${join(folder, 'system.conf')}`,
      `--override-boot-slot=${current}`,
      'service',
    ]);
    const connection = sessionBus({ busAddress: bus });
    const asked = {
      destination: 'org.freedesktop.DBus',
      path: '/org/freedesktop/DBus',
      interface: 'org.freedesktop.DBus',
      member: 'NameHasOwner',
      signature: 's',
      body: ['de.pengutronix.rauc'],
    };
    const there = async () => (await connection.call(new Message(asked)))?.body[0] === true;
    await until('RAUC on the bus', there, 60_000);
    connection.disconnect();
  };
  const left = async (slot: 'A' | 'B') => Number(await readFile(join(folder, 'boot', slot), 'utf8'));

  t.teardown(async () => {
    await rm(join(folder, 'hold'), { force: true });
    await end(rauc);
    await end(daemon);
    // RAUC that was killed in an installation leaves the bundle mounted.
    const mounted = (await readFile('/proc/mounts', 'utf8')).includes(join(folder, 'mount', 'bundle'));
    if (mounted) execFileSync('umount', ['--lazy', join(folder, 'mount', 'bundle')]);
  });
  await startBus();
  await startRauc();
  return {
    folder,
    bus,
    keyring,
    commandLine,
    bootId: () => `boot-${boots}`,
    boot: async () => {
      await end(rauc);
      const first = (await readFile(join(folder, 'boot/first'), 'utf8')).trim() === 'B' ? 'B' : 'A';
      const second = first === 'A' ? 'B' : 'A';
      const chosen = (await left(first)) > 0 ? first : second;
      await writeFile(join(folder, 'boot', chosen), String(Math.max(0, (await left(chosen)) - 1)));
      await writeFile(commandLine, `console=ttyS0 rauc.slot=${chosen} quiet\n`);
      current = chosen;
      boots += 1;
      await startRauc();
      return chosen;
    },
    current: () => current,
    attempts: left,
    first: async () => (await readFile(join(folder, 'boot/first'), 'utf8')).trim(),
    hold: () => writeFile(join(folder, 'hold'), ''),
    letGo: () => rm(join(folder, 'hold'), { force: true }),
    slot: (name) => readFile(join(folder, `slot-${name}`)),
    rauc: () => {
      if (!rauc) throw new Error('RAUC was not started');
      return rauc;
    },
    startRauc,
    stopRauc: (signal) => end(rauc, signal),
    stopBus: () => end(daemon),
    startBus,
    policy: (rauc) => writeFile(join(folder, 'bus.conf'), busConfiguration(socket, rauc)),
  };
}

async function readable(path: string): Promise<boolean> {
  const { access } = await import('node:fs/promises');
  return access(path).then(
    () => true,
    () => false,
  );
}

function systemConfiguration(folder: string, keyring: string): string {
  const slot = (index: number, name: string) => `
[slot.rootfs.${index}]
device=${folder}/slot-${name}
type=raw
bootname=${name}
`;
  return `[system]
compatible=${compatible}
bootloader=custom
mountprefix=${folder}/mount
statusfile=${folder}/data/slots.raucs
bundle-formats=plain verity

[handlers]
bootloader-custom-backend=${folder}/backend.sh

[keyring]
path=${keyring}
${slot(0, 'A')}${slot(1, 'B')}`;
}
