import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { pino } from 'pino';
import { type Hours, openHours } from '../../../agent/usage/hours.ts';
import type { TotemEvent } from '../../../protocol/index.ts';

const noon = Date.parse('2026-03-02T12:00:00Z');
const hour = 3_600_000;

interface Scene {
  file: string;
  recorded: TotemEvent[];
  clock: { now: number };
  open(): Promise<Hours>;
}

async function scene(t: ExecutionContext): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), 'totem-usage-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const file = join(folder, 'usage.json');
  const recorded: TotemEvent[] = [];
  const clock = { now: noon + 5 * 60_000 + 17_123 };
  const opened: Hours[] = [];
  t.teardown(async () => {
    for (const hours of opened) await hours.stop();
  });
  return {
    file,
    recorded,
    clock,
    async open() {
      const hours = await openHours({
        file,
        record: (event) => recorded.push(event),
        now: () => clock.now,
        random: () => 0,
        log: pino({ level: 'silent' }),
      });
      opened.push(hours);
      return hours;
    },
  };
}

const viewed = (card: string): TotemEvent => ({
  kind: 'card.viewed',
  at: new Date(noon + 317_123).toISOString(),
  card,
  language: 'it',
});

test('usage waits for the end of its hour, and leaves with that hour, in another order', async (t) => {
  const { recorded, clock, open } = await scene(t);
  const hours = await open();
  for (const card of ['a', 'b', 'c']) hours.add(viewed(card));
  t.deepEqual(recorded, []);
  clock.now = noon + hour + 1;
  hours.add(viewed('d'));
  await hours.stop();
  const at = new Date(noon).toISOString();
  t.deepEqual(
    recorded,
    ['b', 'c', 'a'].map((card) => ({ ...viewed(card), at })),
  );
});

test('what is kept over a restart tells neither the order nor the minute', async (t) => {
  const { file, recorded, clock, open } = await scene(t);
  const first = await open();
  for (const card of ['z', 'a', 'm']) first.add(viewed(card));
  await first.stop();
  t.deepEqual(recorded, []);
  const kept = await readFile(file, 'utf8');
  t.deepEqual(kept.match(/"card":"."/g), ['"card":"a"', '"card":"m"', '"card":"z"']);
  t.notRegex(kept, /12:05/);
  const second = await open();
  await second.stop();
  t.deepEqual(recorded, [], 'the hour is not over');
  clock.now += hour;
  const third = await open();
  await third.stop();
  t.is(recorded.length, 3);
  t.notRegex(await readFile(file, 'utf8'), /card/);
  const fourth = await open();
  await fourth.stop();
  t.is(recorded.length, 3, 'nothing is counted twice');
});

for (const [name, text] of [
  ['cut off', '{"version":1,"events":[{"kind":"card.vie'],
  ['of another version', '{"version":2,"events":[]}'],
  ['empty', ''],
] as const) {
  test(`a file that is ${name} is left out, and counting goes on`, async (t) => {
    const { file, recorded, clock, open } = await scene(t);
    await writeFile(file, text);
    const hours = await open();
    hours.add(viewed('a'));
    clock.now += hour;
    await hours.stop();
    t.is(recorded.length, 1);
  });
}
