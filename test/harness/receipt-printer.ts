import type { Device } from './sensors/index.ts';

/** A receipt printer on a pty: keeps what it is sent, answers DLE EOT n, tells by itself once asked to (GS a). */
export interface ReceiptPrinter extends Device {
  /** All that was to be printed: without the questions. */
  received(): Uint8Array;
  forget(): void;
  set(condition: Partial<Condition>): void;
}

interface Condition {
  coverOpen: boolean;
  paperOut: boolean;
  paperLow: boolean;
  cutterJammed: boolean;
  /** Whether it answers at all. */
  deaf: boolean;
  /** Whether it only answers and never tells by itself. */
  quiet: boolean;
}

const dataLinkEscape = 0x10;
const endOfTransmission = 0x04;

export function createReceiptPrinter(baud = 19_200): ReceiptPrinter {
  const condition: Condition = {
    coverOpen: false,
    paperOut: false,
    paperLow: false,
    cutterJammed: false,
    deaf: false,
    quiet: false,
  };
  let kept: number[] = [];
  let pending: number[] = [];
  let tells = false;
  let changed = false;

  const offline = () => condition.coverOpen || condition.paperOut || condition.cutterJammed;
  const answer = (question: number): number => {
    const { coverOpen, paperOut, paperLow, cutterJammed } = condition;
    switch (question) {
      case 1:
        return 0x12 | (offline() ? 0x08 : 0);
      case 2:
        return 0x12 | (coverOpen ? 0x04 : 0) | (paperOut ? 0x20 : 0) | (cutterJammed ? 0x40 : 0);
      case 3:
        return 0x12 | (cutterJammed ? 0x08 : 0);
      default:
        return 0x12 | (paperLow ? 0x0c : 0) | (paperOut ? 0x60 : 0);
    }
  };
  const automatic = (): Uint8Array => {
    const { coverOpen, paperOut, paperLow, cutterJammed } = condition;
    return Uint8Array.of(
      0x10 | (offline() ? 0x08 : 0) | (coverOpen ? 0x20 : 0),
      cutterJammed ? 0x08 : 0,
      (paperLow ? 0x03 : 0) | (paperOut ? 0x0c : 0),
      0,
    );
  };

  return {
    baud,
    period: 10,
    take(bytes) {
      const said: Uint8Array[] = [];
      for (const byte of bytes) {
        pending.push(byte);
        const [first, second, third] = pending;
        if (first === dataLinkEscape && (second === undefined || second === endOfTransmission)) {
          if (third === undefined) continue;
          if (!condition.deaf) said.push(Uint8Array.of(answer(third)));
          pending = [];
        } else if (first === 0x1d && (second === undefined || second === 0x61)) {
          if (third === undefined) continue;
          tells = third !== 0;
          changed = true;
          pending = [];
        } else {
          kept.push(...pending);
          pending = [];
        }
      }
      return said;
    },
    speak() {
      if (!tells || !changed || condition.deaf || condition.quiet) return [];
      changed = false;
      return [automatic()];
    },
    received: () => Uint8Array.from(kept),
    forget() {
      kept = [];
    },
    set(next) {
      Object.assign(condition, next);
      changed = true;
    },
  };
}
