/** How a cell looks. Only what a vt100 can do, and nothing that needs colour to be understood. */
export type Look = 'plain' | 'bold' | 'reverse';

export interface Cell {
  character: string;
  look: Look;
}

export interface Size {
  width: number;
  height: number;
}

const blank: Cell = { character: ' ', look: 'plain' };

/** A grid of cells. Every character in it is printable and one column wide. */
export class Screen implements Size {
  readonly width: number;
  readonly height: number;
  readonly #cells: Cell[];

  constructor({ width, height }: Size) {
    this.width = width;
    this.height = height;
    this.#cells = Array.from({ length: width * height }, () => blank);
  }

  at(row: number, column: number): Cell {
    return this.#cells[row * this.width + column] ?? blank;
  }

  /** Writes a text that is cut at the right edge; rows and columns outside change nothing. */
  put(row: number, column: number, text: string, look: Look = 'plain'): void {
    if (row < 0 || row >= this.height) return;
    let here = column;
    for (const character of oneColumnEach(text)) {
      if (here >= this.width) return;
      if (here >= 0) this.#cells[row * this.width + here] = { character, look };
      here += 1;
    }
  }

  /** Gives a whole row one look, the blanks included. */
  mark(row: number, look: Look): void {
    for (let column = 0; column < this.width; column += 1) {
      this.put(row, column, this.at(row, column).character, look);
    }
  }

  /** The rows as text, for people and tests. */
  lines(): string[] {
    return Array.from({ length: this.height }, (_row, row) =>
      Array.from({ length: this.width }, (_column, column) => this.at(row, column).character)
        .join('')
        .trimEnd(),
    );
  }
}

/** Latin letters of Unicode that every UTF-8 console shows in one column; a serial terminal may know ASCII only. */
const narrow = /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u024f]$/;

/**
 * Any text as characters that are one column wide: control characters, wide letters and marks become `?`, so that
 * free text can neither move the cursor nor push the columns out of line.
 */
function* oneColumnEach(text: string): Generator<string> {
  for (const character of text.normalize('NFC')) yield narrow.test(character) ? character : '?';
}

/** The same text for a terminal without UTF-8: accents go, the rest becomes `?`. */
export function asAscii(character: string): string {
  if (character <= '~') return character;
  const bare = character.normalize('NFD').charAt(0);
  return bare >= ' ' && bare <= '~' ? bare : (likeness[character] ?? '?');
}

const likeness: Record<string, string> = { '°': 'o', '·': '.', '«': '<', '»': '>', ß: 's' };
