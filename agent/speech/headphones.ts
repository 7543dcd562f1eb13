import { closeSync, constants, openSync, statSync } from 'node:fs';
import type { Logger } from 'pino';
import type { SpeechConfiguration } from '../../protocol/index.ts';
import { createInputRequests, loadLibrary } from '../libc/index.ts';

export interface Headphones {
  /** Whether only the citizen hears. */
  plugged(): boolean;
  stop(): void;
}

/** SW_HEADPHONE_INSERT of linux/input-event-codes.h. */
const headphoneSwitch = 2;
const lookEvery = 300;

/**
 * Follows the jack of the headphones: the kernel's sound driver offers it as a switch of an input device
 * (`/dev/input/by-path/…`). Its state is asked for a few times a second, which also finds a device that comes
 * back. Without an answer there are no headphones: nothing personal is spoken aloud by mistake.
 */
export async function watchHeadphones(
  setting: SpeechConfiguration['headphones'],
  onChange: (plugged: boolean) => void,
  log: Logger,
): Promise<Headphones> {
  if (setting === 'never' || setting === 'always') {
    return { plugged: () => setting === 'always', stop: () => undefined };
  }
  const requests = createInputRequests(await loadLibrary());
  let plugged = false;
  let missing = false;
  const look = (): void => {
    const now = switchOf(setting, requests.switches);
    if (now === null && !missing)
      log.warn({ device: setting }, 'the switch of the headphones does not answer');
    missing = now === null;
    if ((now ?? false) === plugged) return;
    plugged = now ?? false;
    onChange(plugged);
  };
  look();
  const timer = setInterval(look, lookEvery);
  return { plugged: () => plugged, stop: () => clearInterval(timer) };
}

function switchOf(path: string, ask: (fd: number) => Uint8Array | null): boolean | null {
  let fd: number | undefined;
  try {
    // Only a character device answers; opening anything else could block or have an effect.
    if (!statSync(path).isCharacterDevice()) return null;
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    const bits = ask(fd);
    return bits === null ? null : ((bits[headphoneSwitch >> 3] ?? 0) & (1 << headphoneSwitch)) !== 0;
  } catch {
    return null;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
