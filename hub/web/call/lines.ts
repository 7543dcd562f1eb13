import type { CallText, PartyName } from '../../../protocol/calls/messages.ts';

/** One line of somebody's text, as it stands now. */
export interface Line extends CallText {
  from: PartyName;
  /** When it was begun, in ms. */
  at: number;
}

/** So many are kept; older ones have long gone by. */
const kept = 500;

/** The conversation after a line came, began or changed. A finished line does not change any more. */
export function withLine(
  lines: readonly Line[],
  from: PartyName,
  text: CallText,
  now: number,
): readonly Line[] {
  const known = lines.findIndex((line) => line.from === from && line.line === text.line);
  const before = lines[known];
  if (!before) return text.text === '' ? lines : [...lines, { ...text, from, at: now }].slice(-kept);
  if (before.final) return lines;
  // Who takes everything back has not said anything.
  if (text.text === '') return lines.toSpliced(known, 1);
  return lines.with(known, { ...before, ...text });
}
