import test from 'ava';
import { cardOf } from '../../../agent/ui/content.ts';
import { eventually } from '../../harness/eventually.ts';
import { until } from '../../harness/until.ts';
import { type Bench, begin, leave, openBench, openPage } from './browser.ts';
import { fixtureContent } from './fixture.ts';

let bench: Bench;
test.before(async () => {
  bench = await openBench();
});
test.after.always(() => bench.close());

const content = fixtureContent('r1');

test.serial('every card is at most three touches away, in both languages', async (t) => {
  const { page, errors } = await openPage(t, bench);
  for (const language of ['it', 'en'] as const) {
    for (const { id: category } of content.categories) {
      const cards = content.cards.filter((card) => card.category === category);
      for (const [index, { id }] of cards.entries()) {
        const name = language === 'it' ? 'Italiano' : 'English';
        await page.getByRole('button', { name }).first().click();
        await page
          .locator('.tile')
          .nth(content.categories.findIndex(({ id: own }) => own === category))
          .click();
        await page.locator('.row').nth(index).click();
        const card = cardOf(content, id);
        const version = card?.versions[language] ?? card?.versions.it;
        await eventually(t, () => page.locator('.service h1').textContent(), version?.title ?? null);
        await leave(page);
      }
    }
  }
  t.deepEqual(errors, []);
});

test.serial('a card says all that a citizen needs', async (t) => {
  const { page } = await openPage(t, bench);
  await begin(page);
  await page.locator('.tile').first().click();
  await page.locator('.row').first().click();
  const headings = await page.locator('.service h2').allTextContents();
  t.deepEqual(headings, [
    'A chi è rivolto',
    'Come fare',
    'Che cosa serve',
    'A chi rivolgersi',
    'Porta tutto sul telefono',
  ]);
  const facts = await page.locator('.fact dt').allTextContents();
  t.deepEqual(facts, ['Tempi e scadenze', 'Quanto costa', 'Che cosa si ottiene']);
  await eventually(t, () => page.locator('.updated').textContent(), 'Aggiornato il 5 ottobre 2026');
  await eventually(t, () => page.locator('.service a').count(), 0, 'a totem has nowhere to follow a link to');
  await page.locator('.wide-button').click();
  await eventually(t, () => page.locator('.office h1').textContent(), 'Sportello di prova');
  await eventually(
    t,
    () => page.locator('.hours li').allTextContents(),
    content.offices[0]?.versions.it?.remarks,
  );
});

test.serial('the language can be changed anywhere, and what is not translated is said', async (t) => {
  const { page } = await openPage(t, bench);
  await begin(page);
  await eventually(t, () => page.locator('html').getAttribute('lang'), 'it');
  await page.locator('.tile').first().click();
  await page.locator('.row').nth(1).click();
  await eventually(t, () => page.locator('.notice').count(), 0);
  await page.getByRole('button', { name: 'English' }).click();
  await eventually(t, () => page.locator('html').getAttribute('lang'), 'en');
  await eventually(
    t,
    () => page.locator('.notice').textContent(),
    'This content is not available in the language you chose: here it is in Italian.',
  );
  await eventually(t, () => page.locator('.service h1').getAttribute('lang'), 'it');
  await page.getByRole('button', { name: 'Back' }).click();
  await eventually(t, () => page.locator('.category h1').textContent(), 'Finding work');
});

test.serial('back returns to where the list was scrolled, home goes home', async (t) => {
  const many = fixtureContent('r1');
  const first = many.cards[0];
  if (!first) throw new Error('the fixture has cards');
  many.cards = Array.from({ length: 30 }, (_, index) => ({ ...first, id: `card-${index}` }));
  const { page } = await openPage(t, bench, { content: many });
  await begin(page);
  await page.locator('.tile').first().click();
  await page.locator('.row').nth(25).click();
  await page.locator('.service').waitFor();
  await page.getByRole('button', { name: 'Indietro' }).click();
  await page.locator('.category').waitFor();
  t.true((await page.locator('.scroller').evaluate((element) => element.scrollTop)) > 500);
  await page.getByRole('button', { name: 'Inizio' }).click();
  await page.locator('.home').waitFor();
  await eventually(t, () => page.locator('.scroller').evaluate((element) => element.scrollTop), 0);
  await eventually(t, () => page.getByRole('button', { name: 'Indietro' }).isDisabled(), true);
});

test.serial('the keyboard alone is enough, and the warning keeps the focus inside', async (t) => {
  const { page, server } = await openPage(t, bench);
  const reach = async (name: string | RegExp) => {
    const wanted = page.getByRole('button', { name }).first();
    for (let presses = 0; presses < 60; presses += 1) {
      if (await wanted.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    t.fail(`${name} cannot be reached by keys`);
  };
  await reach('English');
  await page.keyboard.press('Enter');
  await page.locator('.home').waitFor();
  await reach(/Finding work/);
  t.not(
    await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle),
    'none',
    'the focus is to be seen',
  );
  await page.keyboard.press('Enter');
  await reach(/lavoro-uno|lavoro desk/);
  await page.keyboard.press('Space');
  await page.locator('.service').waitFor();
  await eventually(t, () => page.evaluate(() => document.activeElement?.tagName), 'H1');
  await reach('See the office');
  await page.keyboard.press('Enter');
  await page.locator('.office').waitFor();
  server.send({
    type: 'configuration',
    language: null,
    idleSeconds: 1,
    warningSeconds: 300,
    attractLayer: false,
  });
  await page.keyboard.press('Tab');
  await page.locator('.warning').waitFor();
  const seen = new Set<string | null | undefined>();
  for (let presses = 0; presses < 5; presses += 1) {
    seen.add(await page.evaluate(() => document.activeElement?.textContent));
    await page.keyboard.press('Tab');
  }
  t.deepEqual([...seen], ['I’m here', 'I’m done', 'Accessibility']);
  await page.keyboard.press('Escape');
  await page.locator('.warning').waitFor({ state: 'detached' });
  await eventually(t, () => page.locator('.office').isVisible(), true);
});

test.serial('nothing has to be dragged: two buttons page through a long card', async (t) => {
  const { page } = await openPage(t, bench, { context: { viewport: { width: 540, height: 960 } } });
  await begin(page);
  await page.locator('.tile').first().click();
  await page.locator('.row').first().click();
  const down = page.locator('.scroll-buttons button').last();
  const scroller = page.locator('.scroller');
  const place = () =>
    scroller.evaluate(({ scrollTop, clientHeight, scrollHeight }) => ({
      top: scrollTop,
      atEnd: scrollTop + clientHeight >= scrollHeight - 3,
    }));
  for (let at = await place(); !at.atEnd; at = await place()) {
    // Pressed in the page: the button may go away between asking and pressing, which a click would wait out.
    await down.evaluate((button) => button instanceof HTMLButtonElement && button.click());
    await until('the card to move', async () => {
      const now = await place();
      return now.atEnd || now.top > at.top;
    });
  }
  await eventually(t, () => page.locator('.scroll-buttons button').first().isEnabled(), true, 'back up');
});

test.serial('the page shows the playlist itself only where no layer lies under it', async (t) => {
  const plain = await openPage(t, bench, { configuration: { attractLayer: true } });
  await plain.page.locator('.playlist img').waitFor();
  const first = await plain.page.locator('.playlist img').getAttribute('src');
  await plain.page.locator(`.playlist img:not([src="${first}"])`).waitFor();

  const totem = await openPage(t, bench, { configuration: { attractLayer: true }, path: '?screen=key' });
  await eventually(t, () => totem.page.locator('.playlist').count(), 0);
  const background = (selector: string) =>
    totem.page
      .locator(selector)
      .first()
      .evaluate((element) => getComputedStyle(element).backgroundColor);
  for (const selector of ['html', 'body', '#page', '.attract']) {
    t.is(await background(selector), 'rgba(0, 0, 0, 0)', selector);
  }
});

test.serial('a screen that cannot be drawn says so and loads again', async (t) => {
  const broken = fixtureContent('r1');
  Object.assign(broken.cards[0]?.versions.it ?? {}, { needed: null });
  const { page, server } = await openPage(t, bench, { content: broken });
  await begin(page);
  await page.locator('.tile').first().click();
  await page.locator('.row').first().click();
  await page.getByText('Qualcosa è andato storto').waitFor();
  await server.heard((message) => message.type === 'session_ended' && message.reason === 'reloaded');
  await page.locator('.attract').waitFor();
  t.is(server.received.filter((message) => message.type === 'ready').length, 2);
});
