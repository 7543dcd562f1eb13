import type { Logger } from 'pino';
import type { InputDeviceFigures, InputSettings, InputState } from '../../protocol/index.ts';
import type { StepListener } from './contacts.ts';
import { createTrust } from './damage.ts';
import { type Description, describe } from './description.ts';
import type { DeviceAccess, Devices } from './devices.ts';
import { createEventReader, type EventReader, layoutOf, type RecordLayout, recordBytes } from './events.ts';
import { createFlood } from './flood.ts';
import { type Followers, followersFor } from './followers.ts';
import type { KeyStep } from './keys.ts';
import type { Matrix } from './matrix.ts';
import { openSource, type Source } from './source.ts';
import type { InputFaults } from './types.ts';

export interface DeviceOptions {
  path: string;
  settings: InputSettings;
  access: DeviceAccess;
  /** The calibration of a device, by its ids (`04f3:0732`) or else its path. */
  calibration(key: string): Matrix;
  onTouch: StepListener;
  onKey(step: KeyStep): void;
  /** Told when it can be read and when it cannot any more. */
  onReady(): void;
  onLost(message: string): void;
  faults: InputFaults;
  now: () => number;
  log: Logger;
}

/** One device, followed through its losses and returns; ended by `stop`. */
export interface Device {
  readonly path: string;
  figures(): InputDeviceFigures;
  /** Tries at once to open it, if it is not open. */
  retry(): void;
  /** To be called about once a second. */
  tick(): void;
  /** The calibration in force. */
  calibration(): Matrix;
  recalibrate(): void;
  stop(): void;
}

/** Milliseconds between tries to open a device that is not there, or sends what is no input. */
const firstWait = 100;
const longestWait = 5_000;

export function followDevice(options: DeviceOptions): Device {
  const { path, settings, faults, log, now } = options;
  const part = path.slice(-120);
  const layout: RecordLayout = settings.layout === 'auto' ? layoutOf(process.arch) : settings.layout;
  const flood = createFlood(now);
  const trust = createTrust(now);
  let reader: EventReader = createEventReader(layout);
  let source: Source | null = null;
  let followers: Followers | null = null;
  let description: Description | null = null;
  let state: InputState = 'lost';
  let eventsTotal = 0;
  let lastEventAt = 0;
  let wait = firstWait;
  let timer: NodeJS.Timeout | undefined;
  let opening = false;
  let stopped = false;

  const name = (): string => (description?.name ? `${description.name} (${part})` : part);
  const key = (): string =>
    description?.vendor ? `${description.vendor}:${description.product ?? '0000'}` : part;

  const onEvent = (type: number, code: number, value: number): void => {
    eventsTotal += 1;
    followers?.reading.take(type, code, value);
  };
  const take = (chunk: Uint8Array): void => {
    lastEventAt = now();
    const { state: tide, rest } = flood.count(Math.ceil(chunk.length / recordBytes(layout)));
    if (tide !== 'calm') followers?.reading.lost();
    if (rest > 0) source?.pause(rest);
    if (tide === 'begins') {
      followers?.reading.cancel();
      faults.raise('touch.flooded', `${name()} sends more than any hand can`, part);
      log.warn({ device: path, name: description?.name }, 'an input device floods the totem');
    }
    const before = eventsTotal;
    const verdict = trust.judge(reader.read(chunk, onEvent), () => eventsTotal - before);
    if (verdict === 'trusted') well();
    else if (verdict === 'damaged') {
      faults.raise('touch.stream_damaged', `${name()} sends what are no input events`, part);
      retry('refused', 'it sends what are no input events');
    }
  };

  const well = (): void => {
    wait = firstWait;
    faults.clear('touch.stream_damaged', part);
  };
  const forget = (): void => {
    followers?.reading.cancel();
    followers = null;
    reader = createEventReader(layout);
    trust.begin();
  };
  const shut = (): void => {
    const open = source;
    source = null;
    open?.close();
  };
  const again = (why: InputState, message: string): void => {
    retry(why, message);
    options.onLost(`${name()}: ${message}`.slice(0, 500));
  };
  const retry = (why: InputState, message: string): void => {
    forget();
    shut();
    state = why;
    faults.clear('touch.stuck', part);
    log.debug({ device: path, message, wait }, 'input device is tried again');
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(open, wait);
    wait = Math.min(longestWait, wait * 2);
  };

  const opened = async (): Promise<void> => {
    let devices: Devices | null = null;
    let bytesCame = false;
    // A writer that left a FIFO is followed by the next one at once; a device that ends without a word, or
    // after nonsense, is tried again after a while.
    const ended = (): void => {
      const wasFifo = source?.fd === null;
      source = null;
      if (wasFifo && bytesCame && trust.isGood()) open();
      else again('lost', 'the device ended');
    };
    const fresh = await openSource(
      path,
      async () => {
        devices = await options.access.open();
        return devices;
      },
      {
        onBytes(chunk) {
          bytesCame = true;
          take(chunk);
        },
        onDrained: () => followers?.reading.drained(),
        onEnd: ended,
      },
    );
    if (stopped) {
      fresh.close();
      return;
    }
    source = fresh;
    begin(devices, fresh);
  };

  const begin = (devices: Devices | null, fresh: Source): void => {
    description = devices && fresh.fd !== null ? describe(devices.requests, fresh.fd) : null;
    if (devices && fresh.fd !== null && description && settings.grab) devices.requests.grab(fresh.fd);
    const made = followersFor({
      settings,
      description,
      ask: devices && fresh.fd !== null && description ? { requests: devices.requests, fd: fresh.fd } : null,
      calibration: options.calibration(key()),
      onTouch: options.onTouch,
      onKey: options.onKey,
      now,
    });
    if (!made.ok) {
      faults.raise('touch.refused', `${name()}: ${made.error.message}`.slice(0, 500), part);
      again('refused', made.error.message);
      return;
    }
    followers = made.value;
    faults.clear('touch.refused', part);
    // A FIFO is opened anew for each of its writers, which is no news.
    if (state !== 'ready') {
      log.info({ device: path, name: description?.name, kinds: followers.kinds }, 'input device');
    }
    state = 'ready';
    options.onReady();
    // A finger that is down already, and the slot that the next event is about, are known to the kernel only.
    if (description) {
      followers.reading.lost();
      followers.reading.drained();
    }
  };

  const open = (): void => {
    if (opening || stopped || source !== null) return;
    clearTimeout(timer);
    opening = true;
    forget();
    opened()
      .catch((error: unknown) => again('lost', error instanceof Error ? error.message : String(error)))
      .finally(() => {
        opening = false;
      });
  };

  open();
  return {
    path,
    figures: () => ({
      part,
      name: description?.name ?? '',
      vendor: description?.vendor ?? null,
      product: description?.product ?? null,
      kinds: followers?.kinds ?? settings.kinds ?? [],
      state,
      contactsDown: followers?.contacts?.down() ?? 0,
      eventsTotal,
      lastEventAt: lastEventAt > 0 ? new Date(lastEventAt).toISOString() : null,
    }),
    retry() {
      if (source === null) open();
    },
    tick() {
      source?.look();
      if (trust.healed()) well();
      if (flood.ended()) faults.clear('touch.flooded', part);
      const { contacts } = followers ?? {};
      if (!contacts) return;
      contacts.lookForStuck();
      if (contacts.stuck() > 0) {
        faults.raise('touch.stuck', `${name()}: a finger has not moved for ${settings.stuckSeconds} s`, part);
      } else faults.clear('touch.stuck', part);
    },
    calibration: () => options.calibration(key()),
    recalibrate: () => followers?.contacts?.calibrate(options.calibration(key())),
    stop() {
      stopped = true;
      clearTimeout(timer);
      forget();
      shut();
    },
  };
}
