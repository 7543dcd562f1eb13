/** The tones that are played: far apart, in the range of small loudspeakers, no multiples of each other. */
export const frequencies = [620, 1370, 2890] as const;

export interface Sound {
  /** Samples in a second. */
  rate: number;
  /** From -1 to 1. */
  samples: Float32Array;
}

const toneSeconds = 0.35;
const gapSeconds = 0.15;
/** A tone that begins or ends at once clicks, and a click has every frequency. */
const fadeSeconds = 0.02;

/** The tones one after the other, with silence between. */
export function makeTones(tones: readonly number[], rate: number, volume = 0.5): Sound {
  const step = Math.round((toneSeconds + gapSeconds) * rate);
  const long = Math.round(toneSeconds * rate);
  const fade = fadeSeconds * rate;
  const samples = new Float32Array(step * tones.length + Math.round(gapSeconds * rate));
  tones.forEach((frequency, number) => {
    const from = number * step + Math.round(gapSeconds * rate);
    for (let index = 0; index < long; index += 1) {
      const edge = Math.min(1, index / fade, (long - index) / fade);
      samples[from + index] = Math.sin((2 * Math.PI * frequency * index) / rate) * volume * edge;
    }
  });
  return { rate, samples };
}

/** Signed 16-bit little-endian, as GStreamer's S16LE. */
export function toBytes({ samples }: Sound): Buffer {
  const bytes = Buffer.alloc(samples.length * 2);
  samples.forEach((value, index) => {
    bytes.writeInt16LE(Math.round(Math.max(-1, Math.min(1, value)) * 32_767), index * 2);
  });
  return bytes;
}

export function fromBytes(bytes: Buffer, rate: number): Sound {
  const samples = new Float32Array(Math.floor(bytes.length / 2));
  for (let index = 0; index < samples.length; index += 1)
    samples[index] = bytes.readInt16LE(index * 2) / 32_768;
  return { rate, samples };
}
