import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, existsSync, openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { loadLibrary } from '../../../agent/libc/index.ts';
import type { Owner } from '../owner.ts';
import { until } from '../until.ts';
import type { Device } from './device.ts';
import { misread } from './uart.ts';

/** A serial port that a device can be plugged into: a pty, whose name appears and disappears with the device. */
export interface Plug {
  path: string;
  /** Plugs this device in; the one of before is unplugged. */
  plug(device: Device): Promise<void>;
  /** Takes the port away, as when a USB adapter is pulled. */
  unplug(): Promise<void>;
  /** Bytes from nowhere. False when the pty takes no more at the moment. */
  noise(bytes: Uint8Array): boolean;
}

export interface PlugOptions {
  /** Lets device and reader misunderstand each other where their speeds differ. */
  speedMatters?: boolean;
}

/** @param path where the port appears */
export function createPlug(t: Owner, path: string, { speedMatters = false }: PlugOptions = {}): Plug {
  let socat: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let readAt: number | undefined;

  const unplug = async (): Promise<void> => {
    clearInterval(timer);
    const ending = socat;
    socat = undefined;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    const gone = once(ending, 'exit');
    ending.kill('SIGTERM');
    await gone;
    await rm(path, { force: true });
  };
  t.teardown(unplug);
  return {
    path,
    unplug,
    noise(bytes) {
      if (!socat?.stdin || socat.stdin.writableLength > 65_536) return false;
      socat.stdin.write(bytes);
      return true;
    },
    async plug(device) {
      await unplug();
      const pty = spawn('socat', ['-', `pty,raw,echo=0,ignoreeof,link=${path}`], {
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      socat = pty;
      // Its end comes with the unplugging.
      pty.stdin.on('error', () => undefined);
      await until(`the port ${path}`, () => existsSync(path));
      const say = (messages: readonly Uint8Array[]): void => {
        for (const bytes of messages) {
          // Who does not read misses what was said: the line has no memory.
          if (pty.stdin.writableLength > 16_384) continue;
          pty.stdin.write(
            readAt === undefined || readAt === device.baud ? bytes : misread(bytes, device.baud, readAt),
          );
        }
      };
      const listen = async (bytes: Uint8Array): Promise<void> => {
        if (speedMatters) readAt = await speedOf(path);
        const heard =
          readAt === undefined || readAt === device.baud ? bytes : misread(bytes, readAt, device.baud);
        say(device.take(heard));
      };
      pty.stdout.on('data', (bytes: Buffer) => void listen(bytes));
      const from = performance.now();
      const speak = async (): Promise<void> => {
        if (speedMatters) readAt = await speedOf(path);
        if (socat === pty) say(device.speak(performance.now() - from));
      };
      timer = setInterval(() => void speak(), device.period);
    },
  };
}

/** TCGETS2 of asm-generic/ioctls.h; the speed is the last word of `struct termios2` (44 bytes). */
const askForSettings = 0x802c542a;
const settingsBytes = 44;

/** The speed that a port is set to, 256000 too, which `stty` has no name for; undefined where there is no port. */
export async function speedOf(path: string): Promise<number | undefined> {
  const { libc } = await loadLibrary();
  const request = libc.func('int ioctl(int fd, unsigned long request, _Inout_ void *argument)');
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NOCTTY | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
  const settings = Buffer.alloc(settingsBytes);
  const answer: unknown = request(fd, askForSettings, settings);
  closeSync(fd);
  return answer === 0 ? settings.readUInt32LE(settingsBytes - 4) : undefined;
}
