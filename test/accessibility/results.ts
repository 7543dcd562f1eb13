import type { Criterion, NamedTest } from './types.ts';

/** How tests ended, from what AVA's TAP reporter writes: `ok 12 - agent › ui › keys › a keypad alone …`. */
export interface Results {
  /** Whether it passed; `undefined` where it did not run. */
  of(test: NamedTest): boolean | undefined;
  count: { passed: number; failed: number };
}

const line = /^(not ok|ok) \d+ - (.+)$/;

/** `only` is the file where a single one was run: AVA names none then. */
export function resultsOf(tap: string, only?: string): Results {
  const ended = new Map<string, boolean>();
  let failed = 0;
  for (const each of tap.split('\n')) {
    const [, word, name] = line.exec(each) ?? [];
    if (word === undefined || name === undefined || name.includes('# SKIP')) continue;
    ended.set(only === undefined ? name : `${stemOf(only)} › ${name}`, word === 'ok');
    if (word !== 'ok') failed += 1;
  }
  return {
    of({ file, title }) {
      const wanted = `${stemOf(file)} › ${title}`;
      for (const [name, passed] of ended) {
        if (name === wanted || name.endsWith(` › ${wanted}`)) return passed;
      }
      return undefined;
    },
    count: { passed: ended.size - failed, failed },
  };
}

/** Results in which what had failed counts as it ended when it was run once more by itself. */
export function repeatedIn(first: Results, second: readonly Results[]): Results {
  const passed = second.reduce((sum, { count }) => sum + count.passed, 0);
  return {
    of(test) {
      const before = first.of(test);
      return before === false ? second.some((results) => results.of(test) === true) : before;
    },
    count: { passed: first.count.passed + passed, failed: first.count.failed - passed },
  };
}

function stemOf(file: string): string {
  return (file.split('/').at(-1) ?? file).replace(/\.test\.ts$/, '');
}

/** What is known of a criterion after the tests. */
export type Verdict = 'met' | 'failed' | 'open' | 'place' | 'editor' | 'absent';

export function verdictOf({ proof }: Criterion, results: Results): Verdict {
  switch (proof.by) {
    case 'tests': {
      const ends = proof.tests.map((test) => results.of(test));
      if (ends.includes(false)) return 'failed';
      return ends.includes(undefined) || ends.length === 0 ? 'open' : 'met';
    }
    case 'place':
      return 'place';
    case 'editor':
      return 'editor';
    case 'absence':
      return 'absent';
    case 'nothing':
      return 'failed';
  }
}
