/** What a key does when it types nothing. */
export type Command = 'erase' | 'space' | 'done' | 'letters' | 'latin' | 'figures';

/** A text is typed as it stands. */
export type Key = { types: string } | { command: Command };

/** Rows of keys as they lie on the glass, left to right whatever the script. */
export type Board = readonly (readonly Key[])[];

/** The boards that one can switch between; the first one is shown first. */
export type Boards = Partial<Record<BoardName, Board>>;
export type BoardName = 'letters' | 'latin' | 'figures';

export type KeyboardKind = 'text' | 'phone' | 'number';

interface Letters {
  /** Three rows, a character a key; `|` parts keys of several characters. */
  rows: readonly [string, string, string];
  /** Letters with accents and other signs of the language, in a row of their own above. */
  accents: string;
}

const qwerty = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'] as const;

/**
 * Letters by language, each where people of that language look for them: QWERTY, AZERTY (NF Z71-300),
 * QWERTZ (DIN 2137) and Arabic 101. Nothing needs a second finger or a long touch: every accented letter has a key.
 */
const letters: Record<string, Letters> = {
  it: { rows: qwerty, accents: "àèéìòù'-" },
  en: { rows: qwerty, accents: "'-" },
  fr: { rows: ['azertyuiop', 'qsdfghjklm', "wxcvbn'-"], accents: 'àâçéèêëîïôùûœ' },
  de: { rows: ['qwertzuiopü', 'asdfghjklöä', 'yxcvbnmß-'], accents: '' },
  es: { rows: ['qwertyuiop', 'asdfghjklñ', 'zxcvbnm-'], accents: 'áéíóúü¿?' },
  ar: { rows: ['ضصثقفغعهخحجد', 'شسيبلاتنمكط', 'ئ|ء|ؤ|ر|لا|ى|ة|و|ز|ظ'], accents: 'أإآذ؟' },
};

/** Languages in another script than this keyboard can type. Chinese wants an input method, which is not here. */
const unwritten = new Set(['zh', 'ja', 'ko', 'el', 'ru', 'uk', 'hi', 'bn', 'ur', 'fa', 'he', 'th']);

const figures: Board = [keysOf('1234567890'), keysOf("-/:;()€&@'"), keysOf('.,?!+"%*=')];

/** Telephone pads have 1 above; the plus of international numbers stands beside the 0 (ITU-T E.161). */
const phone: Board = [
  keysOf('123'),
  keysOf('456'),
  keysOf('789'),
  [{ types: '+' }, { types: '0' }, { command: 'erase' }],
];
const number: Board = [keysOf('123'), keysOf('456'), keysOf('789'), [{ types: '0' }, { command: 'erase' }]];

function keysOf(row: string): Key[] {
  return (row.includes('|') ? row.split('|') : [...row]).map((types) => ({ types }));
}

function boardOf({ rows: [first, second, third], accents }: Letters): Key[][] {
  return [...(accents ? [keysOf(accents)] : []), keysOf(first), keysOf(second), keysOf(third)];
}

/** The boards for a kind of text in a language; `done` adds the key that ends typing. */
export function boardsOf(kind: KeyboardKind, language: string, done: boolean): Boards {
  if (kind !== 'text') {
    const pad = kind === 'phone' ? phone : number;
    return { figures: done ? [...pad, [{ command: 'done' }]] : pad };
  }
  const base = language.split('-')[0] ?? language;
  const known = Object.hasOwn(letters, base) ? letters[base] : undefined;
  const own = boardOf(known ?? { rows: qwerty, accents: "'-" });
  // Names such as SPID or NASpI are looked for by their Latin letters in every language.
  const others: BoardName[] = base === 'ar' ? ['letters', 'latin', 'figures'] : ['letters', 'figures'];
  const finished = (board: Board, name: BoardName): Board => {
    const rows = board.map((row) => [...row]);
    rows.at(-1)?.push({ command: 'erase' });
    const switches = others.filter((other) => other !== name).map((command): Key => ({ command }));
    rows.push([...switches, { command: 'space' }, ...(done ? [{ command: 'done' } as const] : [])]);
    return rows;
  };
  return {
    letters: finished(own, 'letters'),
    ...(base === 'ar' && {
      latin: finished(boardOf({ rows: qwerty, accents: '' }), 'latin'),
    }),
    figures: finished(figures, 'figures'),
  };
}

/** Whether people of this language have to make do with Latin letters here, which the screen then says. */
export function latinOnly(language: string): boolean {
  return unwritten.has(language.split('-')[0] ?? language);
}

/** The text without its last character as people count them: an accent goes with its letter. */
export function withoutLast(text: string): string {
  const parts = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)];
  return text.slice(0, parts.at(-1)?.index ?? 0);
}
