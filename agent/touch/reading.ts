import { ev, syn } from './codes.ts';
import type { Contacts } from './contacts.ts';
import type { PanelState } from './fingers.ts';
import type { KeyFollower } from './keys.ts';

/** What the kernel knows at this moment; null where it does not say. */
export interface KernelState {
  panel: PanelState | null;
  keysDown: ReadonlySet<number> | null;
}

export interface Reading {
  take(type: number, code: number, value: number): void;
  /** All that was to be read is read. */
  drained(): void;
  /** Events were lost, told by the device (SYN_DROPPED) or known otherwise. */
  lost(): void;
  /** Ends whatever is down. */
  cancel(): void;
}

export interface ReadingOptions {
  contacts: Contacts | null;
  keys: KeyFollower | null;
  /** Asks the kernel; null where there is nobody to ask, as with a FIFO. */
  ask: (() => KernelState) | null;
}

/**
 * Hands the events of one open device to those who follow fingers and keys. After a loss nothing counts until
 * the state is known again: from the kernel, once what it had queued is read; or, where it cannot be asked,
 * from the next report on, with all that was down ended at once.
 */
export function createReading({ contacts, keys, ask }: ReadingOptions): Reading {
  let waiting = false;

  const cancel = (): void => {
    contacts?.cancel();
    keys?.release();
  };
  const lost = (): void => {
    if (ask === null) cancel();
    waiting = true;
  };

  return {
    take(type, code, value) {
      const isReport = type === ev.syn && code === syn.report;
      if (type === ev.syn && code === syn.dropped) lost();
      else if (waiting) waiting = ask !== null || !isReport;
      else if (isReport) contacts?.report();
      else {
        if (type === ev.key) keys?.take(code, value);
        contacts?.take(type, code, value);
      }
    },
    drained() {
      if (!waiting || ask === null) return;
      waiting = false;
      const { panel, keysDown } = ask();
      if (panel) contacts?.restore(panel);
      else contacts?.cancel();
      if (keysDown) keys?.restore(keysDown);
      else keys?.release();
    },
    lost,
    cancel,
  };
}
