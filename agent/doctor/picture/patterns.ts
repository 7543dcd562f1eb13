import { type Colour, colourAt, type Frame } from './frame.ts';

/** The patterns that can be judged from a picture by themselves. */
export type JudgedPattern = 'bars' | 'white' | 'black' | 'red' | 'green' | 'blue';

/** Full colour bars from left to right, as the page paints them (SMPTE order at 100 %, white and black at the ends). */
const bars: readonly Colour[] = [
  [255, 255, 255],
  [255, 255, 0],
  [0, 255, 255],
  [0, 255, 0],
  [255, 0, 255],
  [255, 0, 0],
  [0, 0, 255],
  [0, 0, 0],
];

const plain = {
  white: [255, 255, 255],
  black: [0, 0, 0],
  red: [255, 0, 0],
  green: [0, 255, 0],
  blue: [0, 0, 255],
} as const satisfies Record<Exclude<JudgedPattern, 'bars'>, Colour>;

/** How far a channel may be off: JPEG halves the resolution of colours, and matrices of video round. */
const tolerance = 60;

/** Points are taken on a grid of so many by so many. */
const grid = 16;

export interface PatternJudgement {
  /** Percent of the points that have the colour they should have. */
  share: number;
  /** The first one that does not, as people point at it; `null` where all do. */
  firstWrong: string | null;
  right: boolean;
}

/** A few points may be off: the page shows a hint at its lower edge how to go on. */
const enough = 90;

export function judgePattern(pattern: JudgedPattern, frame: Frame): PatternJudgement {
  let right = 0;
  let firstWrong: string | null = null;
  for (let row = 0; row < grid; row += 1) {
    for (let column = 0; column < grid; column += 1) {
      const x = (column + 0.5) / grid;
      const y = (row + 0.5) / grid;
      const seen = colourAt(frame, x, y);
      const wanted = expected(pattern, x);
      if (wanted.every((value, channel) => Math.abs(value - (seen[channel] ?? 0)) <= tolerance)) right += 1;
      else
        firstWrong ??= `${Math.round(x * 100)} % from the left, ${Math.round(y * 100)} % from the top: ${said(seen)} instead of ${said(wanted)}`;
    }
  }
  const share = Math.floor((right / (grid * grid)) * 100);
  return { share, firstWrong, right: share >= enough };
}

function expected(pattern: JudgedPattern, x: number): Colour {
  if (pattern !== 'bars') return plain[pattern];
  return bars[Math.min(bars.length - 1, Math.floor(x * bars.length))] ?? plain.black;
}

function said(colour: Colour): string {
  return `rgb(${colour.join(', ')})`;
}
