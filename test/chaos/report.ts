export interface ChaosOptions {
  seed: number;
  minutes: number;
  /** How often the power is cut. */
  cycles: number;
  /** How many calls. */
  calls: number;
  /** Which scenarios of real restarts, or moments at which the power is cut; all where none is named. */
  scenario: readonly string[];
  /** A package of the agent that is there already. */
  package: string | undefined;
  /** Ends the run early: what was done until then is reported. */
  stop: AbortSignal;
}

/** What was done, and what did not survive it: every figure of `lost` should be 0. */
export interface Outcome {
  tried: Record<string, number>;
  lost: Record<string, number>;
  figures: Record<string, number>;
  /** Sentences for people about what was lost. */
  notes: string[];
}

/** Prints everything for people and, as the last line, one JSON object for programs. */
export function print(chaos: string, seed: number, { tried, lost, figures, notes }: Outcome): void {
  for (const [title, counts] of Object.entries({ tried, lost, measured: figures })) {
    console.log(title);
    for (const [what, count] of Object.entries(counts))
      console.log(`  ${String(count).padStart(8)}  ${what}`);
  }
  for (const note of notes) console.log(`· ${note}`);
  console.log(JSON.stringify({ chaos, seed, tried, lost, figures }));
}
