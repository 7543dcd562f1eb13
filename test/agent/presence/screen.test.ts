import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { pino } from 'pino';
import { findBacklight, type PresenceWatch, watchPresence } from '../../../agent/presence/index.ts';
import type { AgentMessage } from '../../../protocol/index.ts';
import { until } from '../../harness/until.ts';

const settings = { dimSeconds: 10, sleepSeconds: 20, wakeMetres: 2, dimPercent: 25, brightPercent: 80 };

async function lampFolder(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'totem-backlight-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'panel'));
  await writeFile(join(folder, 'panel', 'max_brightness'), '200\n');
  await writeFile(join(folder, 'panel', 'brightness'), '7\n');
  return folder;
}

interface Stage {
  presence: PresenceWatch;
  said: string[];
  at(seconds: number): void;
  radar(distance: number | null): void;
}

async function stage(t: ExecutionContext, folder: string): Promise<Stage> {
  const said: string[] = [];
  let now = 0;
  const presence = watchPresence({
    settings,
    screen: { sleep: () => said.push('sleep'), wake: () => said.push('wake') },
    backlight: await findBacklight(folder),
    send: ({ rest, darkness }: Extract<AgentMessage, { type: 'rest' }>) => said.push(`${rest} ${darkness}`),
    log: pino({ enabled: false }),
    now: () => now,
  });
  t.teardown(() => presence.stop());
  const value = (quantity: string, value: number) => ({ quantity, unit: '1', value });
  const radar = (distance: number | null): void =>
    presence.sensed({
      sensor: 'radar',
      state: 'ready',
      measurements: [
        value('presence', distance === null ? 0 : 1),
        ...(distance === null ? [] : [value('distance', distance)]),
      ],
    });
  return {
    presence,
    said,
    radar,
    at(seconds) {
      now = seconds * 1000;
      radar(null);
    },
  };
}

test('with a backlight the lamp is turned down; the page is covered only while it sleeps', async (t) => {
  const folder = await lampFolder(t);
  const { presence, said, at, radar } = await stage(t, folder);
  const lamp = async () => Number(await readFile(join(folder, 'panel', 'brightness'), 'utf8'));
  at(0);
  at(11);
  await until('the dim lamp', async () => (await lamp()) === 40);
  at(21);
  await until('no light', async () => (await lamp()) === 0);
  radar(1.5);
  await until('all light', async () => (await lamp()) === 160);
  t.deepEqual(said, ['dim 0', 'asleep 1', 'sleep', 'wake', 'awake 0']);
  t.true(presence.near());
});

test('without a backlight the page darkens', async (t) => {
  const { presence, said, at } = await stage(t, join(tmpdir(), 'no-such-backlight'));
  at(0);
  at(11);
  t.is(presence.rest(), 'dim');
  t.deepEqual(presence.greeting(), { type: 'rest', rest: 'dim', darkness: 0.75 });
  presence.touched();
  t.deepEqual(said, ['dim 0.75', 'awake 0']);
});

test('a sensor that goes wakes the screen', async (t) => {
  const { presence, said, at } = await stage(t, join(tmpdir(), 'no-such-backlight'));
  at(0);
  at(30);
  presence.sensed({ sensor: 'radar', state: 'silent', measurements: [] });
  t.is(presence.rest(), 'awake');
  t.deepEqual(said, ['asleep 1', 'sleep', 'wake', 'awake 0']);
});
