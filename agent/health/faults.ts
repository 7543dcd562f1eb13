import type { Fault, FaultCode } from '../../protocol/index.ts';

/** The conditions that hold now. Raising twice is harmless; a new message replaces the old one. */
export interface Faults {
  /** @param part which of several like parts, such as a device path; left out where there is one */
  raise(code: FaultCode, message: string, part?: string): void;
  clear(code: FaultCode, part?: string): void;
  list(): Fault[];
}

export interface FaultListener {
  raised(fault: Fault): void;
  cleared(fault: Fault): void;
  /** The list changed in any way, messages included. */
  changed(): void;
}

/** The most faults kept and reported at once; a totem has far fewer parts than this. */
const maximumFaults = 100;

export function createFaults(now: () => number, listener: FaultListener): Faults {
  const faults = new Map<string, Fault>();
  const keyOf = (code: FaultCode, part: string) => `${code} ${part}`;

  return {
    raise: (code, message, part = '') => {
      const shortPart = part.slice(0, 120);
      const shortMessage = message.slice(0, 500);
      const key = keyOf(code, shortPart);
      const known = faults.get(key);
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
      faults.delete(key);
      listener.cleared(fault);
      listener.changed();
    },
    list: () => [...faults.values()],
  };
}
