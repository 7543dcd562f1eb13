/** What stands at the beginning of some bytes. */
export type Look<Frame> =
  /** A whole frame, and the bytes it takes. */
  | { found: Frame; length: number }
  /** No frame here: go on after so many bytes. `damaged` when it looked like one. */
  | { skip: number; damaged: boolean }
  /** The bytes so far may be the beginning of a frame. */
  | 'more';

export interface Scanned<Frame> {
  frames: Frame[];
  frameBytes: number;
  damaged: number;
}

/** Finds frames in a stream that comes in pieces of any size, with rubbish in any place. */
export interface Scanner<Frame> {
  push(chunk: Uint8Array): Scanned<Frame>;
}

/**
 * @param look says what is at the beginning of its bytes, of which there is at least one. It must judge by the
 * first `longest` bytes only; then the outcome is the same however the stream was split.
 * @param longest bytes of the longest frame: no more is ever kept
 */
export function createScanner<Frame>(
  look: (bytes: Uint8Array) => Look<Frame>,
  longest: number,
): Scanner<Frame> {
  let rest: Uint8Array = new Uint8Array(0);
  return {
    push(chunk) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const scanned: Scanned<Frame> = { frames: [], frameBytes: 0, damaged: 0 };
      let at = 0;
      while (at < bytes.length) {
        const seen = look(bytes.subarray(at, at + longest));
        if (seen === 'more' && bytes.length - at < longest) break;
        if (seen === 'more') at += 1;
        else if ('found' in seen) {
          scanned.frames.push(seen.found);
          scanned.frameBytes += seen.length;
          at += seen.length;
        } else {
          if (seen.damaged) scanned.damaged += 1;
          at += Math.max(1, seen.skip);
        }
      }
      // A copy, so that a large chunk is not kept for the sake of its last bytes.
      rest = at < bytes.length ? Uint8Array.from(bytes.subarray(at)) : new Uint8Array(0);
      return scanned;
    },
  };
}

/** A driver's `recognise`, from its scanner. */
export function signature<Frame>(
  scanner: () => Scanner<Frame>,
): (sample: Uint8Array) => { frames: number; frameBytes: number } {
  return (sample) => {
    const { frames, frameBytes } = scanner().push(sample);
    return { frames: frames.length, frameBytes };
  };
}

/** Bytes until the next one of this value, or all of them; at least 1. */
export function until(bytes: Uint8Array, value: number, from = 1): number {
  const index = bytes.indexOf(value, from);
  return index < 0 ? bytes.length : index;
}

/** Whether the bytes may be the beginning of something that begins with `head`: all that is there agrees. */
export function agrees(bytes: Uint8Array, head: readonly number[]): boolean {
  return head.every((value, index) => index >= bytes.length || bytes[index] === value);
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
