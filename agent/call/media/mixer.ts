/** Pieces of sound of one party that wait for those of the others: 60 ms. */
const longestQueue = 6;

/** Adds up what several parties say, in pieces of 10 ms. Whoever speaks first sets the pace. */
export interface Mixer {
  /** A piece of one party. Returns what is to be heard now, or `null` where others set the pace. */
  add(party: string, samples: Int16Array): Int16Array | null;
  drop(party: string): void;
}

export function createMixer(): Mixer {
  const queues = new Map<string, Int16Array[]>();
  return {
    add(party, samples) {
      const [pace = party] = queues.keys();
      if (pace !== party) {
        const queue = [...(queues.get(party) ?? []), samples];
        queues.set(party, queue.slice(-longestQueue));
        return null;
      }
      // What it said while another set the pace is too late now.
      queues.set(party, []);
      const others = [...queues.values()]
        .map((queue) => queue.shift())
        .filter((piece) => piece !== undefined);
      if (others.length === 0) return samples;
      return samples.map((sample, index) => {
        const sum = others.reduce((total, piece) => total + (piece[index] ?? 0), sample);
        return Math.max(-32_768, Math.min(32_767, sum));
      });
    },
    drop: (party) => {
      queues.delete(party);
    },
  };
}
