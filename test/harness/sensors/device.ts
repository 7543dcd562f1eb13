/**
 * A sensor as it looks from its plug: bytes go in and come out. Emulators keep to the same published protocols as
 * the drivers, seen from the device's side, and are written without the drivers' code.
 */
export interface Device {
  /** The speed at which it speaks. */
  baud: number;
  /** Answers to what came in. */
  take(bytes: Uint8Array): Uint8Array[];
  /** What it says by itself at this moment (milliseconds); called every `period`. */
  speak(at: number): Uint8Array[];
  /** Milliseconds. */
  period: number;
}

/** Collects bytes until a whole command is there; `length` is undefined until it can be told, 0 for rubbish. */
export function commandReader(length: (bytes: Buffer) => number | undefined, act: (command: Buffer) => void) {
  let rest = Buffer.alloc(0);
  return (bytes: Uint8Array): void => {
    rest = Buffer.concat([rest, bytes]);
    for (;;) {
      const whole = rest.length === 0 ? undefined : length(rest);
      if (whole === undefined || rest.length < whole) return;
      if (whole > 0) act(rest.subarray(0, whole));
      rest = rest.subarray(Math.max(1, whole));
    }
  };
}
