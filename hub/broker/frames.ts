/** What is wrong with a stream of MQTT packets, as far as their fixed headers tell. */
export type FrameProblem = 'too_large' | 'malformed';

/**
 * Follows the fixed headers of an MQTT stream (MQTT 3.1.1, 2.2: one type byte, then the remaining length in one
 * to four bytes of seven bits each) and says at once when a packet announces more than `maximumBytes`. The
 * broker's own parser would first collect up to 256 MiB of it.
 */
export function createFrameGuard(maximumBytes: number): (chunk: Uint8Array) => FrameProblem | undefined {
  let state: 'type' | 'length' | 'body' = 'type';
  let length = 0;
  let shift = 0;

  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (state === 'body') {
        const skipped = Math.min(length, chunk.length - at);
        at += skipped;
        length -= skipped;
        if (length === 0) state = 'type';
        continue;
      }
      const byte = chunk[at] ?? 0;
      at += 1;
      if (state === 'type') {
        state = 'length';
        length = 0;
        shift = 0;
        continue;
      }
      length += (byte & 0x7f) << shift;
      if (length > maximumBytes) return 'too_large';
      if ((byte & 0x80) === 0) {
        state = length === 0 ? 'type' : 'body';
        continue;
      }
      shift += 7;
      if (shift > 21) return 'malformed';
    }
    return undefined;
  };
}
