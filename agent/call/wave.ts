/** Sound of one channel, 16 bits a sample, little-endian. */
export interface Wave {
  sampleRate: number;
  samples: Buffer;
}

const firstChunk = 12;
const plainSamples = 1;

/**
 * Reads a RIFF WAVE file (Microsoft and IBM, "Multimedia Programming Interface and Data Specifications 1.0", 1991) of one
 * channel with 16 bits. A program that writes to a pipe does not know the length yet, so the samples may end before the
 * header says so.
 *
 * @returns null where it is something else
 */
export function readWave(bytes: Buffer): Wave | null {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, firstChunk) !== 'WAVE')
    return null;
  let sampleRate: number | null = null;
  for (let at = firstChunk; at + 8 <= bytes.length; ) {
    const name = bytes.toString('latin1', at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    const content = bytes.subarray(at + 8, Math.min(bytes.length, at + 8 + length));
    if (name === 'fmt ') {
      if (content.length < 16) return null;
      const plain = content.readUInt16LE(0) === plainSamples && content.readUInt16LE(2) === 1;
      if (!plain || content.readUInt16LE(14) !== 16) return null;
      sampleRate = content.readUInt32LE(4);
    }
    if (name === 'data') {
      if (sampleRate === null || sampleRate < 8000 || sampleRate > 96_000) return null;
      return { sampleRate, samples: content.subarray(0, content.length - (content.length % 2)) };
    }
    at += 8 + length + (length % 2);
  }
  return null;
}
