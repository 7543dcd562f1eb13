import test from 'ava';
import type { Page } from 'playwright-core';
import type { PageMessage } from '../../../protocol/index.ts';
import { profileNames } from '../../../protocol/profiles.ts';
import { accessibilityProblems } from '../../harness/axe.ts';
import { eventually } from '../../harness/eventually.ts';
import { type Bench, begin, calm, leave, openBench, openPage } from './browser.ts';
import { fixtureContent } from './fixture.ts';
import { press } from './press.ts';

let bench: Bench;
test.before(async () => {
  bench = await openBench();
});
test.after.always(() => bench.close());

const languages = ['it', 'en', 'de', 'fr', 'es', 'ar', 'zh'];
const rated = (message: PageMessage) => message.type === 'session_rated';
const helped = (message: PageMessage) => message.type === 'answer_helped';

async function openCard(page: Page): Promise<void> {
  await begin(page);
  await page.locator('.tile').first().click();
  await page.locator('.row').first().click();
  await page.locator('.service').waitFor();
}

test.serial(
  'one of three faces is chosen by keys, counted once, and the screen goes back by itself',
  async (t) => {
    const { page, server, errors } = await openPage(t, bench, { configuration: { profiles: ['contrast'] } });
    await begin(page);
    await page.locator('.bar-end').click();
    await page.locator('.faces').waitFor();
    await eventually(t, () => page.locator('.face').allTextContents(), ['Bene', 'Così così', 'Male']);
    await eventually(t, () => page.evaluate(() => document.activeElement?.id), 'thanks-title');
    await press(server, page, 'down', 'right', 'right', 'ok');
    t.deepEqual(await server.heard(rated), {
      type: 'session_rated',
      face: 'poor',
      language: 'it',
      profiles: ['contrast'],
    });
    await eventually(t, () => page.locator('.thanks h1').textContent(), 'Grazie: ci aiuta a migliorare.');
    await eventually(
      t,
      () => page.evaluate(() => document.activeElement?.id),
      'thanks-title',
      'it is told to who listens',
    );
    await page.locator('.call-first').waitFor();
    t.is(server.received.filter(rated).length, 1);
    t.is(server.received.filter(({ type }) => type === 'session_ended').length, 1);
    t.deepEqual(errors, []);
  },
);

test.serial('who says nothing is not kept, nor is the next citizen', async (t) => {
  const { page, server } = await openPage(t, bench);
  await begin(page);
  await page.locator('.bar-end').click();
  await page.locator('.faces').waitFor();
  await page.locator('.thanks').waitFor({ state: 'detached' });
  await page.locator('.attract').waitFor();
  await begin(page);
  await page.locator('.bar-end').click();
  await page.locator('.faces').waitFor();
  await press(server, page, 'back');
  await page.locator('.thanks').waitFor({ state: 'detached' });
  t.false(server.received.some(rated));
});

test.serial('nobody is asked who has gone away, or who looks after the totem', async (t) => {
  const { page, server } = await openPage(t, bench);
  await begin(page);
  const since = server.received.length;
  server.send({ ...calm, idleSeconds: 1, warningSeconds: 1 });
  const ended = await server.heard(({ type }) => type === 'session_ended', since);
  t.like(ended, { reason: 'idle', places: [{ kind: 'home' }] });
  await page.locator('.attract').waitFor();
  await eventually(t, () => page.locator('.thanks').count(), 0);
  t.false(server.received.some((message) => message.type === 'session' && message.state === 'thanks'));
});

test.serial(
  '"did this help?" is said once for a card and session, and the next citizen is asked anew',
  async (t) => {
    const { page, server, errors } = await openPage(t, bench);
    await openCard(page);
    const group = page.getByRole('group', { name: 'Ti è stato utile?' });
    await group.getByRole('button', { name: 'No' }).click();
    t.like(await server.heard(helped), { helped: false, language: 'it' });
    await eventually(
      t,
      () => page.evaluate(() => document.activeElement?.textContent),
      'Grazie della risposta.',
    );
    await eventually(t, () => group.count(), 0);
    await page.locator('[data-key=back]').click();
    await page.locator('.row').nth(1).click();
    await group.waitFor();
    await page.locator('[data-key=back]').click();
    await page.locator('.row').first().click();
    await page.getByText('Grazie della risposta.').waitFor();
    t.is(server.received.filter(helped).length, 1);
    await leave(page);
    await openCard(page);
    await group.waitFor();
    t.deepEqual(await accessibilityProblems(page), []);
    t.deepEqual(errors, []);
  },
);

test.serial('the thanks are whole in every language and profile', async (t) => {
  const content = fixtureContent('r1');
  content.languages = languages;
  const { page, server } = await openPage(t, bench, { content });
  for (const [index, language] of languages.entries()) {
    const profiles = [
      profileNames[index] ?? 'large',
      ...(index === 6 ? (['contrast', 'simple'] as const) : []),
    ];
    const since = server.received.length;
    server.send({ ...calm, language, profiles });
    await page.locator(`html[lang=${language}][data-profile-${profiles[0]}]`).waitFor();
    await begin(page);
    await page.locator('.bar-end').click();
    await page.locator('.faces').waitFor();
    await eventually(
      t,
      () => page.evaluate(() => document.documentElement.lang),
      language,
      'still as the citizen reads',
    );
    t.deepEqual(await accessibilityProblems(page), [], language);
    const shape = await page.evaluate(() => {
      const boxes = [...document.querySelectorAll('.thanks button')].map((each) =>
        each.getBoundingClientRect(),
      );
      const rooms = boxes.filter(({ height }) => height > 0);
      return {
        least: Math.min(...rooms.map(({ width, height }) => Math.min(width, height))),
        outside: rooms.filter(
          ({ left, right, bottom }) => left < 0 || right > innerWidth || bottom > innerHeight,
        ).length,
        above: Math.min(...rooms.map(({ top }) => top)) / innerHeight,
        cut: [...document.querySelectorAll('.thanks .face span')].filter(
          (each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0,
        ).length,
      };
    });
    t.is(shape.outside, 0, language);
    t.true(shape.least >= 75, `${language}: ${shape.least} px`);
    if (profiles.includes('low')) t.true(shape.above >= 0.55, `low: from ${shape.above}`);
    await page.locator('.face').first().click();
    t.like(await server.heard(rated, since), { face: 'good', language, profiles });
    await page.locator('.thanks-close').click();
    await page.locator('.attract').waitFor();
  }
});
