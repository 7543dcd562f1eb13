import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import type { Page } from 'playwright-core';
import { accessibilityProblems } from '../../harness/axe.ts';
import { type Bench, begin, calm, openBench, openPage } from './browser.ts';

let bench: Bench;
test.before(async () => {
  bench = await openBench();
});
test.after.always(() => bench.close());

/** Further states from the office on: what is touched, and what is then on the screen. */
const further: [state: string, ways: string[], shown: string][] = [
  ['map', ['.map-button'], '.way'],
  ['offices', ['[data-key~=home]', '.entry-offices'], '[data-place=offices] .row'],
  ['notices', ['[data-key~=home]', '.entry-notices'], '.notices'],
  ['event', ['[data-key~=home]', '.strip-item'], '.announced'],
  ['search', ['[data-key~=home]', '.search-button'], '.key'],
  ['figures', ['.key-figures'], '.key-letters'],
  ['assistant', ['[data-key~=home]', '.entry-ask'], '.assistant'],
];

/** Goes through every state in one language and calls back in each of them. */
async function tour(
  t: Parameters<typeof openPage>[0],
  language: 'Italiano' | 'English',
  context: Parameters<typeof openPage>[2],
  look: (state: string, page: Page) => Promise<void>,
): Promise<void> {
  const { page, server } = await openPage(t, bench, context);
  await look('attract', page);
  await page.locator('.attract').getByRole('button', { name: language }).click();
  await page.locator('.home').waitFor();
  await look('home', page);
  await page.locator('.tile').first().click();
  await page.locator('.category').waitFor();
  await look('category', page);
  await page.locator('.row').nth(1).click();
  await page.locator('.service').waitFor();
  await look('card', page);
  await page.locator('.wide-button').click();
  await page.locator('.office').waitFor();
  await look('office', page);
  for (const [state, ways, shown] of further) {
    for (const way of ways) await page.locator(way).first().click();
    await page.locator(shown).first().waitFor();
    await look(state, page);
  }
  server.send({ ...calm, idleSeconds: 1, warningSeconds: 300 });
  await page.locator('.bar .languages button[aria-pressed=true]').click();
  await page.locator('.warning').waitFor();
  await look('warning', page);
  await page.locator('.quiet-button').click();
  await page.locator('.face').first().waitFor();
  await look('thanks', page);
  await page.locator('.thanks-close').click();
  await page.locator('.attract').waitFor();
  server.publish(null);
  await page.locator('.empty h1').waitFor();
  await look('empty', page);
}

for (const language of ['Italiano', 'English'] as const) {
  test.serial(`axe finds nothing in any state (${language})`, async (t) => {
    await tour(t, language, {}, async (state, page) => {
      t.deepEqual(await accessibilityProblems(page), [], state);
    });
  });
}

const sizes: [name: string, width: number, height: number, zoom: number][] = [
  ['portrait totem', 1080, 1920, 1],
  ['portrait totem at 200 %', 1080, 1920, 2],
  ['small portrait', 540, 960, 1],
  ['phone', 360, 640, 1],
  ['landscape', 1280, 720, 1],
  ['landscape at 200 %', 1280, 720, 2],
];
for (const [name, width, height, zoom] of sizes) {
  test.serial(`nothing is cut off sideways or too small to touch: ${name}`, async (t) => {
    // Zooming a browser makes its page smaller in CSS px and each of them larger.
    const viewport = { width: width / zoom, height: height / zoom };
    await tour(t, 'Italiano', { context: { viewport, deviceScaleFactor: zoom } }, async (state, page) => {
      const cut = await page.evaluate(() => {
        const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
        const inside = [
          ...document.querySelectorAll('.scroller, .warning, .bar, .call, .empty, .top, .keyboard, .typing'),
        ]
          .filter((element) => element.scrollWidth > element.clientWidth + 1)
          .map((element) => element.className);
        const dialog = document.querySelector('.scrim') ?? document;
        const small = [...dialog.querySelectorAll('button')]
          .filter(
            (button) => button.checkVisibility({ visibilityProperty: true }) && !button.closest('[inert]'),
          )
          .map((button) => ({ text: button.textContent, box: button.getBoundingClientRect() }))
          .filter(
            ({ box }) => box.height < 44 || box.width < 44 || box.left < 0 || box.right > innerWidth + 1,
          )
          .map(({ text, box }) => `${text} ${Math.round(box.width)}x${Math.round(box.height)}`);
        return { wide, inside, small };
      });
      t.deepEqual(cut, { wide: false, inside: [], small: [] }, state);
    });
  });
}

test.serial('on the totem every control is at least 96 px high, and 12 px from the next', async (t) => {
  await tour(t, 'Italiano', {}, async (state, page) => {
    const boxes = await page
      .locator('.bar button, .warning button, .languages button')
      .evaluateAll((buttons) =>
        buttons
          .filter(
            (button) => button.checkVisibility({ visibilityProperty: true }) && !button.closest('[inert]'),
          )
          .map((button) => button.getBoundingClientRect())
          .map(({ left, right, top, height }) => ({ left, right, top, height })),
      );
    t.true(
      boxes.every(({ height }) => height >= 96),
      state,
    );
    for (const row of new Set(boxes.map(({ top }) => Math.round(top)))) {
      const inRow = boxes.filter(({ top }) => Math.round(top) === row).toSorted((a, b) => a.left - b.left);
      for (const [index, box] of inRow.slice(1).entries()) {
        const before = inRow[index];
        if (before) t.true(box.left - before.right >= 12, `${state}: ${JSON.stringify(inRow)}`);
      }
    }
  });
});

test.serial('the QR code takes the link away', async (t) => {
  const { page } = await openPage(t, bench);
  await begin(page);
  await page.locator('.tile').first().click();
  await page.locator('.row').first().click();
  const folder = await mkdtemp(join(tmpdir(), 'totem-qr-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const path = join(folder, 'qr.png');
  await page.locator('.qr').screenshot({ path });
  const { stdout } = await promisify(execFile)('zbarimg', ['--quiet', '--raw', path]);
  t.is(stdout.trim(), 'https://example.org/servizi/lavoro-uno');
});
