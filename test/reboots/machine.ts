import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { until } from '../harness/until.ts';

export interface MachineOptions {
  disk: string;
  /** Ports of this machine's 127.0.0.1 that the totem reaches under its own 127.0.0.1, and no others. */
  ports: readonly number[];
  /** Gets what the serial console says, beside what is kept in memory. */
  consoleFile: string;
  /** Copy of the firmware's variables, kept with the disk. */
  firmware: { code: string; variables: string };
}

/** A totem as a whole machine, from its boot loader on. */
export interface Machine {
  /** Lines of the serial console since the power came on. */
  readonly console: readonly string[];
  /** Waits for a line; `from` leaves out so many of the first ones. */
  waitFor(what: RegExp, withinMs: number, from?: number): Promise<string>;
  /** Takes the power away. */
  cut(): Promise<void>;
  readonly running: boolean;
}

/** The address under which a machine finds this one's services, see `guestfwd`. */
export const hostSeenFromMachine = '10.0.2.100';

/**
 * Turns the power on. The processor is emulated, so that it is the same machine everywhere, nested ones included. Each
 * restart gets a new emulator: one that has run for long needs minutes to forget the code that it translated, page by
 * page, as the firmware takes the memory anew.
 */
export async function powerOn(options: MachineOptions): Promise<Machine> {
  const console: string[] = [];
  const start = () => switchOn('qemu-system-x86_64', wordsOf(options), options.consoleFile, console);
  let emulator = await start();
  let isOff = false;
  let running = true;
  const keepOn = async () => {
    while (
      (await emulator.over) === 0 &&
      !isOff &&
      !console.slice(-5).some((line) => poweredDown.test(line))
    ) {
      emulator = await start();
      if (isOff) await emulator.cut();
    }
  };
  const kept = keepOn().finally(() => {
    running = false;
  });
  return {
    console,
    get running() {
      return running;
    },
    waitFor: (what, withinMs, from) => waitFor({ console, running: () => running }, what, withinMs, from),
    async cut() {
      isOff = true;
      await emulator.cut();
      await kept;
    },
  };
}

/** By itself a totem never goes off. */
const poweredDown = /reboot: (?:Power down|System halted)/;

function wordsOf(options: MachineOptions): string[] {
  const forwards = options.ports.map(
    (port) => `guestfwd=tcp:${hostSeenFromMachine}:${port}-cmd:socat - TCP4:127.0.0.1:${port}`,
  );
  return [
    // Without the fifth level of page tables, which only costs time.
    ...['-accel', 'tcg,thread=multi', '-cpu', 'max,la57=off', '-smp', '2', '-m', '1536'],
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot'],
    ...['-serial', 'stdio', '-rtc', 'base=utc'],
    ...['-drive', `if=pflash,format=raw,readonly=on,file=${options.firmware.code}`],
    ...['-drive', `if=pflash,format=raw,file=${options.firmware.variables}`],
    ...['-drive', `if=none,id=disk,format=raw,file=${options.disk},cache=writeback`],
    // Told what to start, the firmware looks for nothing else.
    ...['-device', 'virtio-blk-pci,drive=disk,bootindex=0'],
    // Nothing leaves this machine: only the forwarded ports answer.
    ...['-netdev', `user,id=net,restrict=on,${forwards.join(',')}`],
    ...['-device', 'virtio-net-pci,netdev=net,romfile=', '-device', 'virtio-rng-pci'],
  ];
}

/** A process that emulates a machine, until it ends. */
export interface Emulator extends Machine {
  /** Resolves with the exit code, or `null` where a signal ended it. */
  over: Promise<number | null>;
}

/**
 * Starts an emulator whose serial console is its standard output.
 *
 * @param console gets the lines; those of an emulator before it may be there already
 */
export async function switchOn(
  program: string,
  words: readonly string[],
  consoleFile: string,
  console: string[] = [],
): Promise<Emulator> {
  const child: ChildProcess = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  const file = createWriteStream(consoleFile, { flags: 'a' });
  const heard = (line: string) => {
    console.push(line);
    file.write(`${line}\n`);
  };
  if (child.stdout) createInterface({ input: child.stdout }).on('line', heard);
  if (child.stderr) createInterface({ input: child.stderr }).on('line', (line) => heard(`qemu: ${line}`));
  // Not before the last of what it said was read.
  const over = once(child, 'close').then(() => {
    file.end();
    return child.exitCode;
  });
  await once(child, 'spawn');
  const running = () => child.exitCode === null && child.signalCode === null;
  return {
    console,
    over,
    get running() {
      return running();
    },
    waitFor: (what, withinMs, from) => waitFor({ console, running }, what, withinMs, from),
    async cut() {
      if (running()) child.kill('SIGKILL');
      await over;
    },
  };
}

function waitFor(
  { console, running }: { console: readonly string[]; running(): boolean },
  what: RegExp,
  withinMs: number,
  from = 0,
): Promise<string> {
  return until(
    `${what} on the serial console`,
    () => {
      const found = console.find((line, index) => index >= from && what.test(line));
      if (found === undefined && !running())
        throw new Error(`the machine went off:\n${console.slice(-30).join('\n')}`);
      return found;
    },
    withinMs,
  );
}
