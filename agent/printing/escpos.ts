import { bytesOf, printable, wrap } from './letters.ts';

/** What a receipt is made of, from the top down. Texts are as people write them. */
export type ReceiptPart =
  | { kind: 'title' | 'heading' | 'text' | 'small'; text: string }
  /** One of a list, with its number where it has one. */
  | { kind: 'item'; text: string; number?: number }
  | { kind: 'code'; data: string }
  | { kind: 'gap' };

export interface Paper {
  /** Millimetres. */
  width: 58 | 80;
  cut: boolean;
  /** Number of code page 858 with this printer. */
  codePage: number;
}

const start = 0x1b;
const group = 0x1d;
const file = 0x1c;
const lineFeed = 0x0a;

/** Letters of 12 dots across the printed width: 384 dots on 58 mm, 576 on 80 mm. */
const columns = { 58: 32, 80: 48 } as const;

/** Dots of one square of the code. */
const square = { 58: 6, 80: 7 } as const;

/** The longest text that a code of this kind holds at error correction M; a longer one is left out. */
const longestCode = 2331;

/**
 * A receipt as ESC/POS (the commands of EPSON's TM printers, which others share). Every byte of a text is a letter of
 * code page 858: what the content says can never be an order to the printer.
 */
export function encodeReceipt(parts: readonly ReceiptPart[], { width, cut, codePage }: Paper): Uint8Array {
  const across = columns[width];
  const bytes = [
    // Begin anew; letters of one byte, which printers for the Chinese market do not start with; the code page.
    ...[start, 0x40, file, 0x2e, start, 0x74, codePage],
    ...parts.flatMap((part) => encodePart(part, across, square[width])),
    // Out of the head and past the cutter.
    ...(cut ? [start, 0x64, 2, group, 0x56, 66, 0] : [start, 0x64, 6]),
  ];
  return Uint8Array.from(bytes);
}

function encodePart(part: ReceiptPart, across: number, dots: number): number[] {
  switch (part.kind) {
    case 'title':
      // Twice as high: GS ! with the height in the lower half.
      return [
        ...bold(true),
        group,
        0x21,
        0x01,
        ...lines(part.text, across),
        group,
        0x21,
        0x00,
        ...bold(false),
      ];
    case 'heading':
      return [...bold(true), ...lines(part.text, across), ...bold(false)];
    case 'text':
      return lines(part.text, across);
    case 'item':
      return lines(part.text, across, part.number === undefined ? '- ' : `${part.number}. `);
    case 'small':
      // Letters of 9 dots: ESC M.
      return [start, 0x4d, 1, ...lines(part.text, Math.floor((across * 12) / 9)), start, 0x4d, 0];
    case 'code':
      return code(part.data, dots);
    case 'gap':
      return [lineFeed];
  }
}

function bold(on: boolean): number[] {
  return [start, 0x45, on ? 1 : 0];
}

function lines(text: string, across: number, mark = ''): number[] {
  const rest = ' '.repeat(mark.length);
  return wrap(printable(text), across - mark.length).flatMap((line, index) => [
    ...bytesOf((index === 0 ? mark : rest) + line),
    lineFeed,
  ]);
}

/** A QR code in the middle: model 2, the size of its squares, error correction M, the data, print (GS ( k). */
function code(data: string, dots: number): number[] {
  const content = [...Buffer.from(data, 'utf8')];
  if (content.length === 0 || content.length > longestCode) return [];
  const order = (values: number[]) => {
    const length = values.length + 1;
    return [group, 0x28, 0x6b, length & 0xff, length >> 8, 0x31, ...values];
  };
  return [
    ...[start, 0x61, 1],
    ...order([0x41, 0x32, 0x00]),
    ...order([0x43, dots]),
    ...order([0x45, 0x31]),
    ...order([0x50, 0x30, ...content]),
    ...order([0x51, 0x30]),
    ...[start, 0x61, 0],
  ];
}
