import type { Logger } from 'pino';
import type { FaultCode } from '../../protocol/faults.ts';
import type { TouchStep } from './contacts.ts';
import { followDevice } from './device.ts';

export type { TouchStep } from './contacts.ts';

export interface TouchDevice {
  /** Device node of the evdev interface, or a FIFO that carries the same bytes. */
  path: string;
  /** Largest values of the axes; the smallest are 0. */
  maximumX: number;
  maximumY: number;
}

export interface TouchFaults {
  raise(code: FaultCode, message: string, part?: string): void;
  clear(code: FaultCode, part?: string): void;
}

export interface TouchOptions {
  devices: readonly TouchDevice[];
  /** Called as soon as a step is complete; contacts of several devices have different numbers. */
  onTouch(step: TouchStep): void;
  faults: TouchFaults;
  log: Logger;
}

export interface Touch {
  stop(): void;
}

/** Contacts of one device are numbered below this. */
const contactsPerDevice = 16;

/** Starts reading the touch devices. A device that is absent is waited for, with a fault until it comes. */
export function startTouch({ devices, onTouch, faults, log }: TouchOptions): Touch {
  const followed = devices.map((device, index) =>
    followDevice({
      device,
      faults,
      log,
      onTouch: (step) => onTouch({ ...step, contact: step.contact + index * contactsPerDevice }),
    }),
  );
  return {
    stop() {
      for (const device of followed) device.stop();
    },
  };
}
