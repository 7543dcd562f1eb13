import type { Sentence } from './index.ts';
import type { Piece } from './types.ts';

/** Where a long sentence may be cut, best place first. */
const cuts = [/^[;:.!?…。！？؟；：؛]$/u, /^[,)、，،]/u, /^\s+$/u];

/** Cuts a line into sentences, and sentences that are too long into parts. */
export function cut(pieces: readonly Piece[], line: string, longest: number): Sentence[] {
  const sentences: Sentence[] = [];
  let from = 0;
  pieces.forEach((piece, index) => {
    const next = pieces[index + 1];
    const wide = /[。！？]/u.test(piece.spoken);
    if (piece.stop && next !== undefined && (wide || /^\s/.test(next.spoken))) {
      sentences.push(...parts(pieces.slice(from, index + 1), line, longest));
      from = index + 1;
    }
  });
  sentences.push(...parts(pieces.slice(from), line, longest));
  return sentences.filter(({ spoken }) => /[\p{L}\p{N}]/u.test(spoken));
}

function parts(pieces: readonly Piece[], line: string, longest: number): Sentence[] {
  const made: Sentence[] = [];
  let rest = pieces;
  for (;;) {
    const start = rest[0]?.start ?? 0;
    const over = rest.findIndex(({ end }) => end - start > longest);
    if (over < 0) break;
    const place = placeOf(rest.slice(0, Math.max(1, over)));
    made.push(join(rest.slice(0, place), line));
    rest = rest.slice(place);
  }
  if (rest.length > 0) made.push(join(rest, line));
  return made;
}

/** How many pieces the first part has. */
function placeOf(pieces: readonly Piece[]): number {
  for (const pattern of cuts) {
    const place = pieces.findLastIndex(
      ({ spoken }, index) => index > pieces.length / 3 && pattern.test(spoken),
    );
    if (place >= 0) return place + 1;
  }
  return pieces.length;
}

function join(pieces: readonly Piece[], line: string): Sentence {
  const first = pieces[0]?.start ?? 0;
  const cutOff = line.slice(first, pieces.at(-1)?.end ?? first);
  const text = cutOff.trim();
  const begin = first + cutOff.length - cutOff.trimStart().length;
  /** Ranges of what is spoken, in their order, and of the caption. */
  const map: { from: number; to: number; start: number; end: number }[] = [];
  let spoken = '';
  for (const piece of pieces) {
    // Blanks at the seams of pieces are written once.
    const words = spoken === '' || spoken.endsWith(' ') ? piece.spoken.trimStart() : piece.spoken;
    const from = spoken.length;
    spoken += words.replace(/\s+/g, ' ');
    const start = Math.min(Math.max(0, piece.start - begin), text.length);
    map.push({
      from,
      to: spoken.length,
      start,
      end: Math.min(Math.max(start, piece.end - begin), text.length),
    });
  }
  return {
    text,
    spoken: spoken.trimEnd(),
    rangeOf(start, end) {
      const touched = map.filter(({ from, to }) => to > start && from < Math.max(end, start + 1));
      const [head] = touched;
      const tail = touched.at(-1);
      return head && tail ? { start: head.start, end: tail.end } : { start: 0, end: 0 };
    },
  };
}
