import type { Logger } from 'pino';
import { type Contacts, createContacts, type TouchStep } from './contacts.ts';
import { createEventReader, type EventReader } from './events.ts';
import type { TouchDevice, TouchFaults } from './index.ts';
import { openSource, type Source } from './source.ts';

export interface DeviceOptions {
  device: TouchDevice;
  onTouch(step: TouchStep): void;
  faults: TouchFaults;
  log: Logger;
}

/** Milliseconds between tries to open a device that is not there. */
const firstWait = 100;
const longestWait = 5_000;
/** Absurd records until the device is opened anew, and good ones in a row until it is trusted again. */
const patience = 8;
const trustAfter = 16;

/** Follows one device through its losses and returns; ended by `stop`. */
export function followDevice({ device, onTouch, faults, log }: DeviceOptions): { stop(): void } {
  const part = device.path.slice(-120);
  let reader: EventReader = createEventReader();
  let contacts: Contacts = createContacts(device.maximumX, device.maximumY);
  let source: Source | null = null;
  let timer: NodeJS.Timeout | undefined;
  let wait = firstWait;
  let absurd = 0;
  let good = 0;

  const forget = (): void => {
    for (const step of contacts.cancel()) onTouch(step);
    reader = createEventReader();
    contacts = createContacts(device.maximumX, device.maximumY);
    absurd = 0;
    good = 0;
  };
  const open = (): void => {
    forget();
    let bytesCame = false;
    try {
      source = openSource(device.path, {
        onBytes(chunk) {
          bytesCame = true;
          wait = firstWait;
          take(chunk);
        },
        onEnd() {
          source = null;
          // A writer that left a FIFO is followed by the next one at once; a device that ends without a byte
          // is tried again after a while.
          if (bytesCame) open();
          else again('the device ended');
        },
      });
      faults.clear('touch.device_lost', part);
    } catch (error) {
      again(error instanceof Error ? error.message : String(error));
    }
  };
  const again = (message: string): void => {
    forget();
    faults.raise('touch.device_lost', message.slice(0, 500), part);
    log.debug({ device: device.path, message, wait }, 'touch device is tried again');
    clearTimeout(timer);
    timer = setTimeout(open, wait);
    wait = Math.min(longestWait, wait * 2);
  };
  const take = (chunk: Buffer): void => {
    const { events, absurd: found } = reader.read(chunk);
    for (const event of events) for (const step of contacts.take(event)) onTouch(step);
    absurd += found;
    good = found === 0 ? good + events.length : 0;
    if (good >= trustAfter) {
      absurd = 0;
      faults.clear('touch.stream_damaged', part);
    }
    if (absurd < patience) return;
    faults.raise('touch.stream_damaged', `${absurd} records that are no input events`, part);
    log.warn({ device: device.path, absurd }, 'touch stream damaged; the device is opened again');
    const damaged = source;
    open();
    damaged?.close();
  };

  open();
  return {
    stop() {
      clearTimeout(timer);
      source?.close();
      source = null;
    },
  };
}
