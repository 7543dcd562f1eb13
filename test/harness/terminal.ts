/** A terminal that knows what `totem top` may send, and refuses everything else: a model of a VT100 without wrapping. */
export interface TerminalModel {
  write(text: string): void;
  /** The characters and looks of a row, such as `a` plain, `*a` bold, `~a` reverse. */
  cell(row: number, column: number): string;
  lines(): string[];
}

const marks: Record<string, string> = { '0': '', '0;1': '*', '0;7': '~' };

export function createTerminalModel(width: number, height: number): TerminalModel {
  const cells = Array.from({ length: height }, () => Array<string>(width).fill(' '));
  let [row, column, mark] = [0, 0, ''];

  const control = (parameters: string, final: string) => {
    if (final === 'H') {
      const [line = '1', place = '1'] = parameters.split(';');
      row = Number(line || 1) - 1;
      column = Number(place || 1) - 1;
      if (row < 0 || row >= height || column < 0 || column >= width)
        throw new Error(`moved to ${row}, ${column}`);
    } else if (final === 'J' && parameters === '2') for (const line of cells) line.fill(' ');
    else if (final === 'K' && parameters === '') cells[row]?.fill(' ', column);
    else if (final === 'm' && marks[parameters] !== undefined) mark = marks[parameters] ?? '';
    else throw new Error(`unknown sequence ${parameters}${final}`);
  };

  return {
    write(text) {
      let rest = text;
      while (rest !== '') {
        const sequence = /^\[([0-9;]*)([A-Za-z])/.exec(rest.startsWith('\x1b') ? rest.slice(1) : '');
        if (sequence) {
          control(sequence[1] ?? '', sequence[2] ?? '');
          rest = rest.slice(sequence[0].length + 1);
          continue;
        }
        const [character = ''] = rest;
        rest = rest.slice(character.length);
        if (character < ' ' || column >= width)
          throw new Error(`${JSON.stringify(character)} at ${row}, ${column}`);
        const line = cells[row];
        if (line) line[column] = mark + character;
        // A real terminal keeps the cursor on the last column, or just behind it: nothing may depend on which.
        column += 1;
      }
    },
    cell: (line, place) => cells[line]?.[place] ?? '',
    lines: () =>
      cells.map((line) =>
        line
          .map((cell) => cell.slice(-1))
          .join('')
          .trimEnd(),
      ),
  };
}
