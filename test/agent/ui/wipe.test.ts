import test from 'ava';
import type { Page } from 'playwright-core';
import type { PageMessage } from '../../../protocol/index.ts';
import { eventually } from '../../harness/eventually.ts';
import { type Bench, begin, calm, openBench, openPage } from './browser.ts';
import type { PageServer } from './server.ts';

let bench: Bench;
test.before(async () => {
  bench = await openBench();
});
test.after.always(() => bench.close());

const ended = (message: PageMessage) => message.type === 'session_ended';

/** Leaves traces: a card in English, scrolled, after keys were used. */
async function browse(page: Page): Promise<void> {
  await begin(page);
  await page.getByRole('button', { name: 'English' }).click();
  await page.locator('.tile').nth(1).click();
  await page.locator('.row').first().click();
  await page.locator('.service').waitFor();
  await page.locator('.scroller').evaluate((element) => element.scrollTo(0, 400));
  await page.keyboard.press('Tab');
}

/** Everything that could still tell what the citizen did. */
function traces(page: Page) {
  return page.evaluate(async () => ({
    card: document.documentElement.outerHTML.includes('scuola desk'),
    links: document.documentElement.outerHTML.includes('example.org'),
    language: document.documentElement.lang,
    title: document.title,
    scrolled: [...document.querySelectorAll('*')].filter((element) => element.scrollTop > 0).length,
    keys: document.documentElement.hasAttribute('data-keys'),
    local: localStorage.length,
    session: sessionStorage.length,
    cookies: document.cookie,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    history: history.length,
    address: location.pathname + location.search + location.hash,
  }));
}

async function isWiped(
  t: { deepEqual(actual: unknown, expected: unknown): unknown },
  page: Page,
  before: unknown,
) {
  await page.locator('.attract').waitFor();
  t.deepEqual(await traces(page), before);
}

test.serial('silence warns, then wipes everything', async (t) => {
  const { page, server } = await openPage(t, bench);
  const before = await traces(page);
  await browse(page);
  server.send({ ...calm, idleSeconds: 1, warningSeconds: 2 });
  await page.keyboard.press('Tab');
  const dialog = page.getByRole('alertdialog');
  await dialog.waitFor();
  await eventually(t, () => dialog.locator('h1').textContent(), 'Are you still there?');
  await eventually(t, () => dialog.locator('.countdown-number').textContent(), /^[012]$/);
  t.truthy(await dialog.locator('[aria-live]').textContent());
  await eventually(
    t,
    () => page.locator('.stage').evaluate((element) => element.hasAttribute('inert')),
    true,
  );
  t.like(await server.heard(ended), { reason: 'idle', language: 'en' });
  await isWiped(t, page, before);
});

test.serial('who is still there goes on where they were, as often as they like', async (t) => {
  const { page, server } = await openPage(t, bench);
  await browse(page);
  const scrolled = () => page.locator('.scroller').evaluate((element) => element.scrollTop);
  const before = await scrolled();
  t.true(before > 0);
  server.send({ ...calm, idleSeconds: 1, warningSeconds: 300 });
  for (let turn = 0; turn < 3; turn += 1) {
    await page.keyboard.press('Shift');
    await page.locator('.warning').waitFor();
    await page.getByRole('button', { name: 'I’m here' }).click();
    await page.locator('.warning').waitFor({ state: 'detached' });
    await eventually(t, () => page.locator('.service').isVisible(), true);
    await eventually(t, () => scrolled(), before);
  }
  t.false(server.received.some(ended));
});

const ways: [name: string, leave: (page: Page, server: PageServer) => Promise<void>][] = [
  ['the button of the bar', (page) => page.locator('.bar-end').click()],
  [
    'the button of the warning',
    async (page, server) => {
      server.send({ ...calm, idleSeconds: 1, warningSeconds: 300 });
      await page.keyboard.press('Shift');
      await page.locator('.quiet-button').click();
    },
  ],
];
for (const [name, leave] of ways) {
  test.serial(`"I am done" wipes everything at once: ${name}`, async (t) => {
    const { page, server } = await openPage(t, bench);
    const before = await traces(page);
    await browse(page);
    await leave(page, server);
    t.like(await server.heard(ended), { reason: 'left', language: 'en' });
    const thanks = await traces(page);
    t.false(thanks.card || thanks.links, 'the thanks know nothing of it any more');
    await page.locator('.thanks-close').click();
    await isWiped(t, page, before);
    await eventually(t, () => page.locator('.call-first').textContent(), 'Tocca lo schermo');
  });
}
