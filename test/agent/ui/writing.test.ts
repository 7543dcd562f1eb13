import test from 'ava';
import type { Page } from 'playwright-core';
import { createDictionary } from '../../../agent/ui/languages/index.ts';
import { type CompiledContent, compileContent } from '../../../protocol/content/index.ts';
import { accessibilityProblems } from '../../harness/axe.ts';
import { eventually } from '../../harness/eventually.ts';
import { sampleContent } from '../../harness/sample-content.ts';
import { until } from '../../harness/until.ts';
import { type Bench, openBench, openPage } from './browser.ts';
import { lettersOfOthers } from './letters.ts';

let bench: Bench;
let sample: CompiledContent;
test.before(async () => {
  bench = await openBench();
  const { content, problems } = compileContent(await sampleContent(), 'sample');
  if (!content) throw new Error(JSON.stringify(problems));
  sample = content;
});
test.after.always(() => bench.close());

const dictionary = createDictionary();

const press = (page: Page, selector: string, index = 0) =>
  page
    .locator(selector)
    .nth(index)
    .evaluate((element) => element instanceof HTMLElement && element.click());

/** What is wider than the screen or than what it lies in. */
const cutOff = (page: Page) =>
  page.evaluate(() => [
    ...(document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['page'] : []),
    ...[...document.querySelectorAll('.scroller, .bar, .call, .top, .keyboard, .typing')]
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map((element) => element.className),
    ...[...document.querySelectorAll('button')]
      .filter((button) => button.checkVisibility() && !button.closest('[inert]'))
      .filter(
        (button) =>
          button.scrollWidth > button.clientWidth + 1 ||
          button.getBoundingClientRect().left < -1 ||
          button.getBoundingClientRect().right > innerWidth + 1,
      )
      .map(({ className, textContent }) => `${className}: ${textContent}`),
  ]);

/** Chooses a language as a citizen does. */
async function speak(page: Page, language: string): Promise<void> {
  await press(page, '.language-button');
  await press(page, `.language-sheet button[lang=${language}]`);
  await page.locator('.language-sheet').waitFor({ state: 'detached' });
  await page.evaluate(() => document.fonts.ready);
}

const usual = { width: 540, height: 960 };
const twiceAsLarge = { width: 270, height: 480 };

test.serial('in other scripts and with longer words all is drawn, in its place and told', async (t) => {
  const { page, errors, server } = await openPage(t, bench, {
    content: sample,
    context: { viewport: usual },
    configuration: { office: 'urp' },
  });
  const look = async (state: string, { told = false } = {}) => {
    for (const language of ['ar', 'zh', 'de', 'fr', 'es']) {
      const where = `${state} in ${language}`;
      await speak(page, language);
      if (language === 'ar' || language === 'zh') {
        const root = await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);
        t.deepEqual(root, [language, language === 'ar' ? 'rtl' : 'ltr'], where);
        t.deepEqual(await lettersOfOthers(page), [], where);
        t.deepEqual(await cutOff(page), [], where);
        if (told) t.deepEqual(await accessibilityProblems(page), [], where);
      }
      // Twelve Arabic keys, each large enough for a finger, do not fit beside each other on half a screen.
      if (state === 'search') continue;
      await page.setViewportSize(twiceAsLarge);
      t.deepEqual(await cutOff(page), [], `${where}, twice as large`);
      await page.setViewportSize(usual);
    }
  };
  t.deepEqual([await cutOff(page), await lettersOfOthers(page)], [[], []], 'attract');
  await page.locator('.attract .languages button[lang=ar]').click();
  await page.locator('.home').waitFor();
  await look('home', { told: true });
  for (const language of ['ar', 'zh']) {
    await speak(page, language);
    await press(page, '.language-button');
    await page.locator('.language-sheet').waitFor();
    t.deepEqual(
      [await cutOff(page), await lettersOfOthers(page), await accessibilityProblems(page)],
      [[], [], []],
      language,
    );
    await press(page, '.language-sheet [data-key~=back]');
  }
  await press(page, '.tile');
  await page.locator('.category').waitFor();
  await look('category');
  await press(page, '.row');
  await page.locator('.service').waitFor();
  await look('card', { told: true });
  await press(page, '.bar [data-key~=home]');
  await press(page, '.here');
  await page.locator('.office .week').waitFor();
  await look('office', { told: true });
  await press(page, '.map-button');
  await page.locator('.way').waitFor();
  await look('map');
  await press(page, '.bar [data-key~=home]');
  await press(page, '.entry-notices');
  await page.locator('.notices').waitFor();
  await look('notices');
  await press(page, '.bar [data-key~=home]');
  await press(page, '.search-button');
  await page.locator('.search').waitFor();
  await look('search', { told: true });
  t.deepEqual(errors, []);
  t.deepEqual(server.refused, []);
});

test.serial(
  'only letters that something is written in are loaded, and those before they are seen',
  async (t) => {
    const loaded = async (page: Page) => {
      await page.evaluate(() => document.fonts.ready);
      return page.evaluate(() => [...document.fonts].filter(({ status }) => status === 'loaded').length);
    };
    const latin = await openPage(t, bench);
    t.true((await loaded(latin.page)) <= 3, 'the weights of Titillium Web');

    const { page } = await openPage(t, bench, { content: sample });
    const enough = async () => (await loaded(page)) > 12;
    await until('the letters of the sample', enough);
    const before = await loaded(page);
    t.true(before < 30, `${before} of more than 100`);
    await page.locator('.attract .languages button[lang=zh]').click();
    await page.locator('.home').waitFor();
    await press(page, '.tile');
    await page.locator('.category').waitFor();
    await press(page, '.row');
    await page.locator('.service').waitFor();
    // Latin letters that stand among Chinese ones come with them.
    t.true((await loaded(page)) <= before + 2, `${before}, then ${await loaded(page)}`);
  },
);

test.serial('what is not translated is in Italian, said so and marked', async (t) => {
  const content = structuredClone(sample);
  delete content.cards.find(({ id }) => id === 'edifici-scolastici')?.versions.ar;
  const { page } = await openPage(t, bench, {
    content,
    context: { viewport: { width: 540, height: 960 } },
  });
  await page.locator('.attract .languages button[lang=ar]').click();
  await page.locator('.home').waitFor();
  await press(page, '.tile', 1);
  const borrowed = page.locator('.row', { has: page.locator('.borrowed-mark') }).first();
  t.is((await borrowed.locator('.borrowed-mark').textContent())?.trim(), 'الإيطالية');
  await borrowed.click();
  await page.locator('.service').waitFor();
  const notice = await page.locator('.notice').textContent();
  t.is(notice, dictionary.in('ar')('translation.missing', { language: 'الإيطالية' }));
  for (const text of ['h1', '.lead', '.section p', '.prose', '.checks', '.fact dd']) {
    const [lang, dir, direction] = await page
      .locator(`.service ${text}`)
      .first()
      .evaluate((element) => {
        const marked = element.closest('[lang]');
        return [
          marked?.getAttribute('lang'),
          marked?.getAttribute('dir'),
          getComputedStyle(element).direction,
        ];
      });
    t.deepEqual([lang, dir, direction], ['it', 'ltr', 'ltr'], text);
  }
  await eventually(
    t,
    () =>
      page
        .locator('.service h2')
        .first()
        .evaluate((element) => getComputedStyle(element).direction),
    'rtl',
  );
});

test.serial('from right to left arrows turn, numbers and the map do not', async (t) => {
  const { page } = await openPage(t, bench, {
    content: sample,
    configuration: { office: 'urp' },
    context: { viewport: { width: 540, height: 960 }, reducedMotion: 'no-preference' },
  });
  await page.locator('.attract .languages button[lang=ar]').click();
  await page.locator('.home').waitFor();
  const shape = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element) => getComputedStyle(element).transform);
  await eventually(t, () => shape('.bar [data-key=back] .icon'), 'matrix(-1, 0, 0, 1, 0, 0)');
  await eventually(t, () => shape('.bar [data-key=home] .icon'), 'none');
  const left = async (selector: string) => (await page.locator(selector).boundingBox())?.x ?? 0;
  t.true((await left('.bar [data-key=back]')) > (await left('.bar-end')), 'back is where reading begins');
  await press(page, '.here');
  await page.locator('.office .week').waitFor();
  const from = await page
    .locator('.stage > .scroll-area > .scroller')
    .evaluate((element) => getComputedStyle(element).getPropertyValue('--from').trim());
  t.is(from, '-1.8rem', 'what lies further on comes from the left');
  const phone = page.locator('.contacts bdi').first();
  await eventually(t, () => phone.getAttribute('dir'), 'ltr');
  await eventually(t, () => page.locator('.week td').first().textContent(), /9:00–12:30/);
  await press(page, '.map-button');
  await page.locator('.way .way-map').waitFor();
  await eventually(t, () => shape('.way .way-map'), 'none');
  await eventually(
    t,
    () =>
      page
        .locator('.way-map')
        .first()
        .evaluate((element) => getComputedStyle(element).direction),
    'ltr',
  );
});

test.serial('the sheet of languages is large enough, reached by keys, and left by them', async (t) => {
  const { page, server } = await openPage(t, bench, { content: sample });
  const key = (name: 'ok' | 'up' | 'down' | 'left' | 'right' | 'back') => {
    server.send({ type: 'key', key: name, phase: 'down' });
    server.send({ type: 'key', key: name, phase: 'up' });
  };
  const heights = async (selector: string) =>
    page.locator(selector).evaluateAll((all) => all.map((each) => each.getBoundingClientRect().height));
  t.true((await heights('.attract .languages button')).every((height) => height >= 96));
  await page.locator('.attract .languages button[lang=zh]').click();
  await page.locator('.home').waitFor();
  t.true((await heights('.bar button')).every((height) => height >= 96));
  await page.locator('.language-button').focus();
  key('ok');
  await page.locator('.language-sheet').waitFor();
  t.true((await heights('.language-sheet button')).every((height) => height >= 96));
  const names = await page.locator('.language-sheet .languages button').allTextContents();
  t.deepEqual(names, ['Italiano', 'English', 'Deutsch', 'Français', 'Español', 'العربية', '中文']);

  // From the first, down one column and up the other, every language has the focus once.
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  const met = new Set<string>();
  for (const way of ['down', 'down', 'down', 'down', 'right', 'up', 'up', 'up', 'left', 'right'] as const) {
    const before = await focused();
    key(way);
    // A key that finds nothing further leaves the focus where it is.
    await page
      .waitForFunction((was) => document.activeElement?.textContent !== was, before, { timeout: 400 })
      .catch(() => undefined);
    met.add(await focused());
  }
  t.deepEqual(
    names.filter((name) => !met.has(name)),
    [],
  );
  key('back');
  await page.locator('.language-sheet').waitFor({ state: 'detached' });
  await eventually(t, () => page.locator('html').getAttribute('lang'), 'zh');
  await page.locator('.language-button').click();
  await page.locator('.language-sheet button[lang=de]').click();
  await page.locator('.language-sheet').waitFor({ state: 'detached' });
  await eventually(t, () => page.locator('html').getAttribute('lang'), 'de');
  await eventually(t, () => page.locator('.home h1').textContent(), dictionary.in('de')('home.question'));
});
