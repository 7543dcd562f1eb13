import { useEffect, useState } from 'preact/hooks';
import type { Line } from './lines.ts';
import type { CallView } from './types.ts';

/** Whether this party is heard to speak now. */
export function speaks({ speaking = [] }: Pick<CallView, 'speaking'>, party: string): boolean {
  return speaking.includes(party);
}

/** Milliseconds without a letter after which nobody counts as writing, though the line is not finished. */
export const writingPause = 3000;

/** What this party has of a line that it is writing; null where its last line is finished, empty or not there. */
export function unfinished(lines: readonly Line[], party: string): string | null {
  const last = lines.findLast(({ from }) => from === party);
  return last === undefined || last.final || last.text === '' ? null : `${last.line}/${last.text}`;
}

/** Whether this party writes now: a letter has come just before. */
export function useWrites(lines: readonly Line[], party: string): boolean {
  const written = unfinished(lines, party);
  const [quiet, setQuiet] = useState<string | null>(null);
  useEffect(() => {
    if (written === null) return;
    const pause = setTimeout(() => setQuiet(written), writingPause);
    return () => clearTimeout(pause);
  }, [written]);
  return written !== null && written !== quiet;
}
