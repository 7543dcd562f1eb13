import { stripVTControlCharacters, styleText } from 'node:util';

/** The three streams of a run and how wide a line may be; handed in, so that nothing else touches them. */
export interface Terminal {
  input: NodeJS.ReadStream;
  out: NodeJS.WriteStream;
  err: NodeJS.WriteStream;
}

/** Columns that fit on standard output; `undefined` where it is a file or a pipe, and nothing is cut. */
export function widthOf(stream: NodeJS.WriteStream): number | undefined {
  return stream.isTTY ? Math.max(stream.columns, 20) : undefined;
}

export type Paint = 'good' | 'bad' | 'warn' | 'dim' | 'strong';

const formats = {
  good: 'green',
  bad: 'red',
  warn: 'yellow',
  dim: 'dim',
  strong: 'bold',
} as const satisfies Record<Paint, Parameters<typeof styleText>[0]>;

/** Gives a text its colour on this stream. Only on a terminal, and not with `NO_COLOR` (no-color.org). */
export type Painter = (paint: Paint, text: string) => string;

export function painterFor(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): Painter {
  const coloured = stream.isTTY && !environment.NO_COLOR && environment.TERM !== 'dumb';
  return (paint, text) => (coloured ? styleText(formats[paint], text, { validateStream: false }) : text);
}

/**
 * Text of the hub made safe for a terminal: names are free text, and a control sequence in one would be
 * obeyed by the terminal of whoever lists it.
 */
export function plain(text: string): string {
  return stripVTControlCharacters(text).replace(/[\p{Cc}\p{Bidi_Control}]/gu, '');
}
