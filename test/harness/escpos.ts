/** What a printer does with a receipt, read back from its bytes by the commands' reference. */
export interface Printed {
  /** Bytes of every line of letters, as code page 858. */
  lines: Uint8Array[];
  codes: string[];
  codePage: number | null;
  cuts: number;
  /** Whether letters of two bytes were switched off before the first letter. */
  oneByte: boolean;
}

/** Reads a receipt; throws at a byte that is neither a letter nor a command that a receipt has. */
export function readReceipt(bytes: Uint8Array): Printed {
  const printed: Printed = { lines: [], codes: [], codePage: null, cuts: 0, oneByte: false };
  let line: number[] = [];
  let code = '';
  let at = 0;
  const next = (): number => {
    const byte = bytes[at];
    if (byte === undefined) throw new Error('cut off');
    at += 1;
    return byte;
  };
  const one = (of: readonly number[]): number => {
    const byte = next();
    if (!of.includes(byte)) throw new Error(`a ${byte.toString(16)} at ${at - 1}`);
    return byte;
  };
  const symbol = (): void => {
    one([0x6b]);
    const length = next() + next() * 256;
    const body = bytes.subarray(at, at + length);
    if (body.length < length || body[0] !== 0x31) throw new Error('no QR code');
    at += length;
    if (body[1] === 0x50) code = Buffer.from(body.subarray(3)).toString('utf8');
    else if (body[1] === 0x51) printed.codes.push(code);
    else if (![0x41, 0x43, 0x45].includes(body[1] ?? 0)) throw new Error('another function');
  };
  const commands: Record<number, Record<number, () => void>> = {
    27: {
      64: () => undefined,
      69: () => void one([0, 1]),
      77: () => void one([0, 1]),
      97: () => void one([0, 1]),
      100: () => void next(),
      116: () => {
        printed.codePage = next();
      },
    },
    28: {
      46: () => {
        printed.oneByte = printed.lines.length === 0 && line.length === 0;
      },
    },
    29: {
      33: () => void one([0, 1]),
      40: symbol,
      86: () => {
        one([66]);
        next();
        printed.cuts += 1;
      },
    },
  };
  while (at < bytes.length) {
    const byte = next();
    if (byte === 0x0a) {
      printed.lines.push(Uint8Array.from(line));
      line = [];
    } else if (byte >= 0x20 && byte !== 0x7f) line.push(byte);
    else {
      const command = commands[byte]?.[next()];
      if (!command) throw new Error(`no command of a receipt at ${at - 2}`);
      command();
    }
  }
  if (line.length > 0) throw new Error('a line without an end');
  return printed;
}
