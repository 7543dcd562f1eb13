import type { Fault, FaultCode } from '../../protocol/index.ts';

/** The conditions that hold now. Raising twice is harmless; a new message replaces the old one. */
export interface Faults {
  /** @param part which of several like parts, such as a device path; left out where there is one */
  raise(code: FaultCode, message: string, part?: string): void;
  clear(code: FaultCode, part?: string): void;
  list(): Fault[];
  /**
   * Clears what was remembered from the former run and not raised again since: its condition is gone.
   *
   * @param except codes whose part clears them itself, however long that takes
   */
  settle(except: ReadonlySet<FaultCode>): void;
}

export interface FaultListener {
  raised(fault: Fault): void;
  cleared(fault: Fault): void;
  /** The list changed in any way, messages included. */
  changed(): void;
}

/** The most faults kept and reported at once; a totem has far fewer parts than this. */
const maximumFaults = 100;

/** @param remembered faults that held when the former run ended: they go on, with their beginning */
export function createFaults(
  now: () => number,
  listener: FaultListener,
  remembered: readonly Fault[] = [],
): Faults {
  const keyOf = (code: FaultCode, part: string) => `${code} ${part}`;
  const faults = new Map(remembered.map((fault) => [keyOf(fault.code, fault.part), fault]));
  /** Keys of remembered faults that nobody has raised in this run. */
  const unconfirmed = new Set(faults.keys());

  const remove = (key: string, fault: Fault) => {
    faults.delete(key);
    unconfirmed.delete(key);
    listener.cleared(fault);
  };

  return {
    raise: (code, message, part = '') => {
      const shortPart = part.slice(0, 120);
      const shortMessage = message.slice(0, 500);
      const key = keyOf(code, shortPart);
      const known = faults.get(key);
      unconfirmed.delete(key);
      if (known?.message === shortMessage) return;
      if (!known && faults.size >= maximumFaults) return;
      const since = known?.since ?? new Date(now()).toISOString();
      const fault: Fault = { code, part: shortPart, message: shortMessage, since };
      faults.set(key, fault);
      if (!known) listener.raised(fault);
      listener.changed();
    },
    clear: (code, part = '') => {
      const key = keyOf(code, part.slice(0, 120));
      const fault = faults.get(key);
      if (!fault) return;
      remove(key, fault);
      listener.changed();
    },
    list: () => [...faults.values()],
    settle: (except) => {
      let changed = false;
      for (const key of [...unconfirmed]) {
        const fault = faults.get(key);
        if (!fault || except.has(fault.code)) continue;
        remove(key, fault);
        changed = true;
      }
      if (changed) listener.changed();
    },
  };
}
