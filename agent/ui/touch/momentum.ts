/** A point of a drag: milliseconds and CSS px. */
export interface Sample {
  at: number;
  y: number;
}

/** Only what the finger did in this many ms before it left counts. */
const memory = 100;
/** The speed falls by 1/e in this many ms. */
const decay = 325;
/** Below this speed (CSS px per ms) scrolling has come to rest. */
const rest = 0.02;

/** Speed of the finger when it left, in CSS px per ms, downwards positive. */
export function releaseSpeed(samples: readonly Sample[], now: number): number {
  const recent = samples.filter((sample) => now - sample.at <= memory);
  const first = recent[0];
  const last = recent[recent.length - 1];
  if (!first || !last || last.at - first.at < 8) return 0;
  return (last.y - first.y) / (last.at - first.at);
}

/** What is left of a speed after `elapsed` ms; 0 once it is at rest. */
export function slowed(speed: number, elapsed: number): number {
  const left = speed * Math.exp(-elapsed / decay);
  return Math.abs(left) < rest ? 0 : left;
}
