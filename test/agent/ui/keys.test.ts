import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { type Box, nearest } from '../../../agent/ui/keys/spatial.ts';
import type { TotemKey } from '../../../protocol/index.ts';
import { eventually } from '../../harness/eventually.ts';
import { until } from '../../harness/until.ts';
import { type Bench, calm, openBench, openPage } from './browser.ts';
import { press } from './press.ts';
import type { PageServer } from './server.ts';

let bench: Bench;
test.before(async () => {
  bench = await openBench();
});
test.after.always(() => bench.close());

const focusedText = (page: Page) =>
  page.evaluate(() => document.activeElement?.textContent?.replace(/\s+/g, ' ').trim() ?? '');

/** Presses an arrow until the focus is on a control with this text. */
async function reach(t: ExecutionContext, server: PageServer, page: Page, key: TotemKey, text: RegExp) {
  for (let presses = 0; presses < 40; presses += 1) {
    if (
      text.test(await focusedText(page)) &&
      (await page.evaluate(() => document.activeElement?.tagName)) === 'BUTTON'
    )
      return;
    await press(server, page, key);
  }
  t.fail(`${text} is not reached by ${key}; the focus is on ${await focusedText(page)}`);
}

test.serial('a keypad alone begins, chooses, reads, goes back, goes home and ends', async (t) => {
  const { page, server, errors } = await openPage(t, bench, {
    context: { viewport: { width: 540, height: 960 } },
  });
  await press(server, page, 'volume_up');
  await eventually(t, () => page.locator('.attract').isVisible(), true, 'the volume is no wish to begin');
  await press(server, page, 'right');
  await page.locator('.home').waitFor();
  await press(server, page, 'down');
  await eventually(
    t,
    () => page.evaluate(() => document.activeElement?.className.split(' ')[0]),
    'search-button',
  );
  await press(server, page, 'down');
  await eventually(t, () => page.evaluate(() => document.activeElement?.className.split(' ')[0]), 'tile');
  t.is(
    await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle),
    'solid',
    'the focus is to be seen',
  );
  await press(server, page, 'ok');
  await page.locator('.category').waitFor();
  await reach(t, server, page, 'down', /sportello/i);
  await press(server, page, 'ok');
  await page.locator('.service').waitFor();

  // The whole text comes by, and only then the bar below it.
  const inBar = () => page.evaluate(() => document.activeElement?.closest('.bar') !== null);
  const bottom = () =>
    page.locator('.service').evaluate((element) => {
      const scroller = element.closest('.scroller');
      return scroller ? scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop : 0;
    });
  let presses = 0;
  while ((await bottom()) > 2 && presses < 40) {
    await eventually(t, () => inBar(), false, 'the text was not at its end');
    await press(server, page, 'down');
    presses += 1;
  }
  t.true(presses > 1);
  await reach(t, server, page, 'down', /Indietro|Inizio|Italiano|English|Ho finito/);
  await eventually(t, () => inBar(), true);

  await press(server, page, 'back');
  await page.locator('.category').waitFor();
  await press(server, page, 'home');
  await page.locator('.home').waitFor();
  await press(server, page, 'back', 'home');
  await eventually(
    t,
    () => page.locator('.home').isVisible(),
    true,
    'keys for which there is nothing do nothing',
  );
  await press(server, page, 'help');
  await page.locator('.profiles').waitFor();
  await press(server, page, 'help');
  await page.locator('.profiles').waitFor({ state: 'detached' });
  await eventually(t, () => page.locator('.home').isVisible(), true);
  await reach(t, server, page, 'down', /Ho finito|Indietro|Inizio|Italiano|English/);
  await reach(t, server, page, 'right', /fin/i);
  await press(server, page, 'ok');
  await page.locator('.attract').waitFor();
  t.deepEqual(errors, []);
});

test.serial('the warning is answered by keys, and they stay within it', async (t) => {
  const { page, server } = await openPage(t, bench);
  await press(server, page, 'ok');
  await page.locator('.home').waitFor();
  const warn = async () => {
    server.send({ ...calm, idleSeconds: 1, warningSeconds: 300 });
    await page.locator('.warning').waitFor();
    server.send(calm);
  };
  await warn();
  const seen = new Set<string>();
  for (const key of ['down', 'down', 'up', 'left', 'right', 'up', 'up'] as const) {
    await press(server, page, key);
    seen.add(await focusedText(page));
  }
  t.deepEqual([...seen].sort(), ['Accessibilità', 'Ho finito', 'Sono qui']);
  await press(server, page, 'back');
  await page.locator('.warning').waitFor({ state: 'detached' });
  await eventually(t, () => page.locator('.home').isVisible(), true);
  await warn();
  await reach(t, server, page, 'down', /fin/i);
  await press(server, page, 'ok');
  await page.locator('.attract').waitFor();
});

test.serial('a second finger neither breaks the first nor does anything itself', async (t) => {
  const { page, server } = await openPage(t, bench, {
    context: { viewport: { width: 540, height: 960 } },
  });
  await press(server, page, 'ok');
  await page.locator('.home').waitFor();
  const box = await page.locator('.tile').first().boundingBox();
  const other = await page.locator('.bar-end').boundingBox();
  if (!box || !other) return t.fail('nothing is laid out');
  const at = (place: { x: number; y: number; width: number; height: number }) => ({
    x: (place.x + place.width / 2) / 540,
    y: (place.y + place.height / 2) / 960,
  });
  const touch = (phase: 'down' | 'up' | 'move', contact: number, place: { x: number; y: number }) =>
    server.send({ type: 'touch', phase, contact, ...place, origin: 'panel' });
  touch('down', 0, at(box));
  touch('down', 1, at(other));
  touch('move', 1, { x: 0.5, y: 0.5 });
  touch('up', 1, at(other));
  touch('up', 0, at(box));
  await page.locator('.category').waitFor();

  // Dragging with one finger scrolls, whatever another one does meanwhile.
  const scroller = page.locator('.scroller');
  await scroller.evaluate((element) => {
    const tall = document.createElement('div');
    tall.style.height = '3000px';
    element.append(tall);
  });
  touch('down', 3, { x: 0.5, y: 0.7 });
  touch('down', 4, { x: 0.4, y: 0.6 });
  touch('move', 3, { x: 0.5, y: 0.5 });
  touch('move', 4, { x: 0.4, y: 0.9 });
  touch('move', 3, { x: 0.5, y: 0.4 });
  await until('the page follows the first finger', () =>
    scroller.evaluate((element) => Math.abs(element.scrollTop - 0.3 * innerHeight) < 3),
  );
  await eventually(t, () => page.locator('.category').isVisible(), true);
  await eventually(t, () => page.evaluate(() => visualViewport?.scale), 1);

  // The end of a touch was lost: the next one is a touch like any other, however soon after a drag it comes.
  touch('up', 4, { x: 0.4, y: 0.9 });
  touch('up', 3, { x: 0.5, y: 0.4 });
  touch('down', 5, { x: 0.5, y: 0.4 });
  touch('down', 5, at(other));
  touch('up', 5, at(other));
  await page.locator('.attract').waitFor();
});

const box = fc
  .tuple(fc.nat(900), fc.nat(900), fc.integer({ min: 20, max: 300 }), fc.integer({ min: 20, max: 200 }))
  .map(([left, top, width, height]): Box => ({ left, top, right: left + width, bottom: top + height }));
const opposite = { up: 'down', down: 'up', left: 'right', right: 'left' } as const;

test('an arrow goes its own way, and the one against it finds something again', (t) => {
  fc.assert(
    fc.property(
      box,
      fc.array(box, { maxLength: 12 }),
      fc.constantFrom('up', 'down', 'left', 'right'),
      (from, boxes, direction) => {
        const found = nearest(from, boxes, (each) => each, direction);
        if (!found) return;
        const middle = (each: Box) => ({ x: each.left + each.right, y: each.top + each.bottom });
        const [a, b] = [middle(from), middle(found)];
        const way = { up: a.y - b.y, down: b.y - a.y, left: a.x - b.x, right: b.x - a.x }[direction];
        t.true(way > 0);
        t.truthy(nearest(found, [from, ...boxes], (each) => each, opposite[direction]));
      },
    ),
  );
});
