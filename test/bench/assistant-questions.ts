import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A question with what is right to answer. */
export interface BenchQuestion {
  language: string;
  text: string;
  /** Keys of the entries that are right, such as `card:naspi`; empty where it must be refused. */
  right: string[];
  /** Whether it was never looked at while the limits were set. */
  heldOut: boolean;
}

/** Folder with `italian.tsv`, `english.tsv` and `refused.tsv`; another set of the same form may be put in its place. */
export const questionFolder = process.env.TOTEM_BENCH_QUESTIONS ?? join(import.meta.dirname, 'questions');

export async function readQuestions(): Promise<BenchQuestion[]> {
  const [italian = [], english = [], refused = []] = await Promise.all(
    ['italian.tsv', 'english.tsv', 'refused.tsv'].map(linesOf),
  );
  const answered =
    (language: string) =>
    ({ first, text, heldOut }: Line) => ({
      language,
      text,
      right: first.split('|').map((id) => (id.includes(':') ? id : `card:${id}`)),
      heldOut,
    });
  return [
    ...italian.map(answered('it')),
    ...english.map(answered('en')),
    ...refused.map(({ first, text, heldOut }) => ({ language: first, text, right: [], heldOut })),
  ];
}

interface Line {
  first: string;
  text: string;
  heldOut: boolean;
}

/** The questions of a file; every third is held out, until a line starts with `# seen`. */
async function linesOf(name: string): Promise<Line[]> {
  const lines: Line[] = [];
  let seen = false;
  for (const line of (await readFile(join(questionFolder, name), 'utf8')).split('\n')) {
    if (line.startsWith('# seen')) seen = true;
    if (line.startsWith('#') || !line.includes('\t')) continue;
    const [first = '', text = ''] = line.split('\t');
    lines.push({ first: first.trim(), text: text.trim(), heldOut: !seen && lines.length % 3 === 2 });
  }
  return lines;
}
