import test from 'ava';
import type { Page } from 'playwright-core';
import { writingPause } from '../../../agent/ui/call/signs.ts';
import type { ProfileName } from '../../../protocol/index.ts';
import { eventually } from '../../harness/eventually.ts';
import { type Bench, openBench } from './browser.ts';
import { connected, enter, form, tell, text } from './call-scene.ts';

let bench: Bench;
test.before(async () => {
  bench = await openBench();
});
test.after.always(() => bench.close());

const document = {
  kind: 'document',
  url: null,
  title: 'Domanda',
  pages: 3,
  page: 1,
  pointer: null,
} as const;

/** Resolves when the hole for the face has this shape; at another one the picture would have bars beside it. */
const hasShape = (page: Page, shape: number) =>
  page.waitForFunction((wanted) => {
    const box = window.document.querySelector('.meeting-hole')?.getBoundingClientRect();
    // A pixel more or less on either side.
    return box && box.height > 60 && Math.abs(box.width - box.height * wanted) < 2;
  }, shape);

for (const profiles of [[], ['low'], ['large'], ['large', 'low', 'contrast']] satisfies ProfileName[][]) {
  const named = profiles.join(', ') || 'usual';
  test.serial(
    `${named}: the hole for the face has the shape of the picture, whatever is beside it`,
    async (t) => {
      const opened = await enter(t, bench, { configuration: { profiles } });
      const { page, errors } = opened;
      tell(opened, connected);
      await hasShape(page, 4 / 3);
      tell(opened, { ...connected, share: document });
      await page.locator('.shared').waitFor();
      await hasShape(page, 4 / 3);
      tell(opened, { ...connected, share: form });
      await page.locator('.form-field').first().waitFor();
      await hasShape(page, 4 / 3);
      tell(opened, { ...connected, shape: 16 / 9 });
      await page.locator('.shared').waitFor({ state: 'detached' });
      await hasShape(page, 16 / 9);
      t.deepEqual(errors, []);
    },
  );
}

test.serial('lying, the face has its shape beside what is written and what is shown', async (t) => {
  const opened = await enter(t, bench, { size: { width: 1280, height: 720 } });
  tell(opened, connected);
  await hasShape(opened.page, 4 / 3);
  tell(opened, { ...connected, share: document });
  await opened.page.locator('.shared').waitFor();
  await hasShape(opened.page, 4 / 3);
  t.deepEqual(opened.errors, []);
});

test.serial('who speaks is seen at the face and at the name, and told to nobody', async (t) => {
  const opened = await enter(t, bench, { configuration: { profiles: ['calm'] } });
  const { page, server } = opened;
  tell(opened, connected);
  await page.locator('[data-open]').waitFor();
  await page.locator('.sign').first().waitFor();
  const told = await page.locator('[role=status]').allInnerTexts();
  await eventually(t, () => page.locator('[data-speaks]').count(), 0);

  tell(opened, { ...connected, speaking: ['operator'] });
  await page.locator('.meeting-hole[data-speaks]').waitFor();
  await page.locator('.party[data-speaks] .party-sign svg').waitFor();
  await eventually(t, () => page.locator('.sign[data-speaks]').count(), 0);
  await eventually(t, () => page.locator('[role=status]').allInnerTexts(), told);
  const moves = await page
    .locator('.meeting-hole')
    .evaluate((hole) => getComputedStyle(hole, '::after').transitionDuration);
  t.is(moves, '0s');

  // That the citizen is heard is seen as well, and only while the microphone is on.
  tell(opened, { ...connected, speaking: ['citizen'] });
  await page.locator('.sign[data-on][data-speaks]').waitFor();
  await eventually(t, () => page.locator('.meeting-hole[data-speaks], .party[data-speaks]').count(), 0);
  tell(opened, { ...connected, microphone: { there: true, on: false }, speaking: ['citizen'] });
  await page.locator('.sign:not([data-on])').waitFor();
  await eventually(t, () => page.locator('[data-speaks]').count(), 0);
  tell(opened, connected);
  await page.locator('.sign:nth-of-type(2)[data-on]').waitFor();
  await eventually(t, () => page.locator('[data-speaks]').count(), 0);
  t.deepEqual(server.refused, []);
});

test.serial('who writes is seen at the name, for as long as letters come', async (t) => {
  const opened = await enter(t, bench);
  const { page, server } = opened;
  tell(opened, text);
  await page.locator('.meeting .key').first().waitFor();
  await page.clock.install();
  const write = (line: number, words: string, final: boolean) =>
    server.send({ type: 'callText', from: 'operator', text: { line, text: words, final } });
  write(0, 'Buon', false);
  await page.locator('.party[data-writes] .party-sign svg').waitFor();
  write(0, 'Buongiorno', true);
  await page.locator('.party:not([data-writes])').waitFor();
  write(1, 'Mi', false);
  await page.locator('.party[data-writes]').waitFor();
  await page.clock.runFor(writingPause);
  await page.locator('.party:not([data-writes])').waitFor();
  await eventually(t, () => page.locator('.line').count(), 2, 'what was written so far stays');
  write(1, 'Mi dica', false);
  await page.locator('.party[data-writes]').waitFor();
  t.deepEqual(opened.errors, []);
});

test.serial(
  'the call is made louder and quieter on the screen, and the keypad’s keys are followed',
  async (t) => {
    const opened = await enter(t, bench);
    const { page, server } = opened;
    const voice = (volume: number) =>
      server.send({ type: 'voice', languages: [], understood: [], volume, privateListening: false });
    tell(opened, connected);
    await page.locator('[data-open]').waitFor();
    await eventually(
      t,
      () => page.locator('.loudness').count(),
      0,
      'nothing on this totem changes the volume',
    );
    voice(0.9);
    const level = page.locator('.loudness-level');
    await level.filter({ hasText: '9' }).waitFor();
    await page.getByRole('button', { name: 'Più forte' }).click();
    await level.filter({ hasText: '10' }).waitFor();
    await page.getByRole('button', { name: 'Più forte' }).click();
    await page.getByRole('button', { name: 'Più piano' }).click();
    await level.filter({ hasText: '9' }).waitFor();
    const wanted = () =>
      server.received.flatMap((message) => (message.type === 'volume' ? [message.volume] : []));
    t.deepEqual(wanted(), [1, 1, 0.9]);
    voice(0.3);
    await level.filter({ hasText: '3' }).waitFor();
    t.deepEqual(server.refused, []);
  },
);
