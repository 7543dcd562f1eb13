import type { Piece, Rule } from './types.ts';

/** An apostrophe ends a word, so that what is elided in front of an acronym does not hide it. */
const word = /[\p{L}\p{M}]+['’]?/uy;
const space = /\s+/uy;
const stops = /[.!?…。！？؟]/u;
/** Signs that shape the melody or hold a word together; the others are read by name or not at all. */
const kept = /[,;:()'’"«»“”、，；：،؛-]/u;
/** Characters in front of which no word begins. */
const inWord = /[\p{L}\p{M}\p{N}]/u;

/**
 * Reads a line from left to right: wherever a word, a number or a sign begins, the first rule that knows what it
 * is says how it is read; what no rule knows is read as it stands. Every character belongs to one piece.
 */
export function lex(text: string, rules: readonly Rule[], signs: Readonly<Record<string, string>>): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const add = (spoken: string, end: number, stop = false): void => {
    pieces.push({ spoken, start: at, end, stop });
    at = end;
  };
  while (at < text.length) {
    const found =
      inWord.test(text[at - 1] ?? '') && /\p{L}/u.test(text[at] ?? '') ? null : byRule(text, at, rules);
    if (found !== null) {
      add(found.spoken, found.end);
      continue;
    }
    const gap = match(space, text, at);
    const run = gap === null ? match(word, text, at) : null;
    if (gap !== null) add(' ', at + gap.length);
    else if (run !== null) add(run, at + run.length);
    else {
      const sign = String.fromCodePoint(text.codePointAt(at) ?? 32);
      const end = at + sign.length;
      if (stops.test(sign)) add(sign, end, true);
      else if (kept.test(sign)) add(sign, end);
      else if (Object.hasOwn(signs, sign)) add(` ${signs[sign]} `, end);
      else if (/[–—]/.test(sign)) add(', ', end);
      else if (/\p{L}|\p{N}/u.test(sign)) add(sign, end);
      else add(' ', end);
    }
  }
  return pieces;
}

function byRule(text: string, at: number, rules: readonly Rule[]): { spoken: string; end: number } | null {
  for (const { pattern, read } of rules) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null || found[0] === '') continue;
    const spoken = read(found, text.slice(Math.max(0, at - 40), at));
    if (spoken !== null) return { spoken, end: at + found[0].length };
  }
  return null;
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}
