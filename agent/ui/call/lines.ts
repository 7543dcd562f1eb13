import type { CallText } from './types.ts';

/** A line of real-time text, and whose it is. */
export interface Line extends CallText {
  from: string;
}

/** As many as one scrolls back to. */
const mostLines = 200;

/** The party that the citizen is. */
export const me = 'citizen';

/**
 * The lines with one of them as it stands now. Each party counts its own; they stand in the order in which they were
 * begun. A finished line does not change any more, whatever comes late.
 */
export function withLine(lines: readonly Line[], from: string, text: CallText): readonly Line[] {
  const at = lines.findIndex((line) => line.from === from && line.line === text.line);
  const before = lines[at];
  if (before === undefined) return text.text === '' ? lines : [...lines, { from, ...text }].slice(-mostLines);
  if (before.final) return lines;
  return lines.map((line, index) => (index === at ? { from, ...text } : line));
}

/** The number of the line that the citizen writes next. */
export function nextLine(lines: readonly Line[]): number {
  const own = lines.filter(({ from }) => from === me).toSorted((one, other) => one.line - other.line);
  const last = own.at(-1);
  if (last === undefined) return 0;
  return last.final ? last.line + 1 : last.line;
}
