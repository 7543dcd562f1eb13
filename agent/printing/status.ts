/**
 * What a printer says about itself, read from its bytes: answers to DLE EOT n, a byte each, and the four bytes of the
 * automatic status back (ASB). Which of them a byte is, its fixed bits tell.
 */
export type StatusWord = { kind: 'answer'; byte: number } | { kind: 'automatic'; bytes: readonly number[] };

/** What is wrong with it, as far as it is known; a printer with nothing wrong prints. */
export interface Condition {
  offline: boolean;
  coverOpen: boolean;
  paperOut: boolean;
  paperLow: boolean;
  /** Cutter, head or mechanics. */
  failed: boolean;
}

export const sound: Condition = {
  offline: false,
  coverOpen: false,
  paperOut: false,
  paperLow: false,
  failed: false,
};

/** Questions in the order in which they are asked: printer, cause of being offline, error, paper (DLE EOT n). */
export const questions = [1, 2, 3, 4] as const;
export type Question = (typeof questions)[number];

export function questionBytes(question: Question): Uint8Array {
  return Uint8Array.of(0x10, 0x04, question);
}

const isAnswer = (byte: number): boolean => (byte & 0x93) === 0x12;
const isAutomaticStart = (byte: number): boolean => (byte & 0x93) === 0x10;
const isAutomaticRest = (byte: number): boolean => (byte & 0x90) === 0x00;

export interface StatusReader {
  push(bytes: Uint8Array): StatusWord[];
}

/** Finds the words in a stream of bytes; XON, XOFF and rubbish between them are passed over. */
export function createStatusReader(): StatusReader {
  let automatic: number[] = [];
  const take = (byte: number): StatusWord | undefined => {
    if (automatic.length > 0 && isAutomaticRest(byte)) {
      automatic.push(byte);
      if (automatic.length < 4) return undefined;
      const bytes = automatic;
      automatic = [];
      return { kind: 'automatic', bytes };
    }
    automatic = isAutomaticStart(byte) ? [byte] : [];
    return isAnswer(byte) ? { kind: 'answer', byte } : undefined;
  };
  return {
    push: (bytes) =>
      [...bytes].flatMap((byte) => {
        const word = take(byte);
        return word ? [word] : [];
      }),
  };
}

/** What is known after the answer to a question. */
export function answered(before: Condition, question: Question, byte: number): Condition {
  const bit = (...numbers: number[]) => numbers.some((number) => (byte & (1 << number)) !== 0);
  switch (question) {
    case 1:
      return { ...before, offline: bit(3) };
    case 2:
      return { ...before, coverOpen: bit(2), paperOut: bit(5) };
    case 3:
      // The head that is too hot (bit 6) cools down by itself.
      return { ...before, failed: bit(2, 3, 5) };
    case 4:
      return { ...before, paperLow: bit(2, 3), paperOut: before.paperOut || bit(5, 6) };
  }
}

/** The same from the four bytes that it sends by itself. */
export function toldByItself([first = 0, second = 0, third = 0]: readonly number[]): Condition {
  return {
    offline: (first & 0x08) !== 0,
    coverOpen: (first & 0x20) !== 0,
    failed: (second & 0x2c) !== 0,
    paperLow: (third & 0x03) !== 0,
    paperOut: (third & 0x0c) !== 0,
  };
}

/** The one thing to say about it. What the citizen or the technician can put right comes first. */
export function stateOf({
  coverOpen,
  paperOut,
  failed,
  offline,
}: Condition): 'ready' | 'cover_open' | 'paper_out' | 'failed' | 'offline' {
  if (coverOpen) return 'cover_open';
  if (paperOut) return 'paper_out';
  if (failed) return 'failed';
  return offline ? 'offline' : 'ready';
}
