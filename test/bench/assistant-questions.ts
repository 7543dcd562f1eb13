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
  const [italian, english, refused] = await Promise.all(
    ['italian.tsv', 'english.tsv', 'refused.tsv'].map(linesOf),
  );
  const answered = (language: string) => (line: [string, string], index: number) => ({
    language,
    text: line[1],
    right: line[0].split('|').map((id) => (id.includes(':') ? id : `card:${id}`)),
    heldOut: isHeldOut(index),
  });
  return [
    ...(italian ?? []).map(answered('it')),
    ...(english ?? []).map(answered('en')),
    ...(refused ?? []).map(([language, text], index) => ({
      language,
      text,
      right: [],
      heldOut: isHeldOut(index),
    })),
  ];
}

/** Every third. */
function isHeldOut(index: number): boolean {
  return index % 3 === 2;
}

async function linesOf(name: string): Promise<[string, string][]> {
  const text = await readFile(join(questionFolder, name), 'utf8');
  return text
    .split('\n')
    .filter((line) => line.includes('\t') && !line.startsWith('#'))
    .map((line) => {
      const [first = '', second = ''] = line.split('\t');
      return [first.trim(), second.trim()];
    });
}
