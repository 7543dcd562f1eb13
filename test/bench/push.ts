import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Outcome, quantile } from './report.ts';
import { openScene, Scope, sampleContent } from './scene.ts';

const rounds = 5;
const yaml = 'display: {width: 540, height: 960}\n';

/** From `totem content push` of a changed card to both totems showing it, beside copying the directory twice. */
export async function push(): Promise<Outcome> {
  const scope = new Scope();
  try {
    const scene = await openScene(scope, [{ yaml }, { yaml }]);
    const folder = await mkdtemp(join(tmpdir(), 'totem-push-'));
    scope.teardown(() => rm(folder, { recursive: true, force: true }));
    await cp(sampleContent, folder, { recursive: true });
    const times: number[] = [];
    const copies: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const file = join(folder, 'content.yaml');
      const text = await readFile(file, 'utf8');
      await writeFile(file, text.replace(/^ {2}it: .*$/m, `  it: Città metropolitana di Milano ${round}`));
      const from = performance.now();
      const { code, words } = await scene.totem(['content', 'push', folder, '--group', 'all', '--wait']);
      if (code !== 0) throw new Error(words);
      times.push(performance.now() - from);
      copies.push(await copyTwice(folder));
      await pause(1000);
    }
    return {
      figures: {
        push_to_both_screens_ms: quantile(times, 0.5),
        push_to_both_screens_slowest_ms: Math.max(...times),
        copy_twice_ms: quantile(copies, 0.5),
      },
      aims: {},
      table: {
        columns: ['what', 'median, ms', 'slowest, ms'],
        rows: [
          [
            'push: check, sign, upload, fetch, verify, paint on both totems',
            quantile(times, 0.5),
            Math.max(...times),
          ],
          ['cp -r of the directory, twice', quantile(copies, 0.5), Math.max(...copies)],
        ],
      },
      notes: [`${rounds} pushes of one changed file; the end is when both pages said that they painted it`],
    };
  } finally {
    await scope.end();
  }
}

async function copyTwice(folder: string): Promise<number> {
  const target = await mkdtemp(join(tmpdir(), 'totem-copy-'));
  const from = performance.now();
  for (const copy of ['1', '2']) await cp(folder, join(target, copy), { recursive: true });
  const took = performance.now() - from;
  await rm(target, { recursive: true, force: true });
  return took;
}
