import test, { type ExecutionContext } from 'ava';
import type { Page } from 'playwright-core';
import { compileContent } from '../../../protocol/content/index.ts';
import type { TotemKey } from '../../../protocol/index.ts';
import { eventually } from '../../harness/eventually.ts';
import { sampleContent } from '../../harness/sample-content.ts';
import { type Bench, begin, openBench, openPage } from './browser.ts';
import { fixtureContent } from './fixture.ts';
import { press } from './press.ts';
import type { PageServer } from './server.ts';

let bench: Bench;
test.before(async () => {
  bench = await openBench();
});
test.after.always(() => bench.close());

const small = { viewport: { width: 540, height: 960 } };

/** Touches that a card may be away from home. */
const mostTouches = 3;

test.serial(
  'every card, office, notice and event of the sample content is three touches from home at most',
  async (t) => {
    const { content } = compileContent(await sampleContent(), 'r1');
    if (!content) return t.fail('the sample content does not compile');
    const { page, errors } = await openPage(t, bench, { content, context: small });
    await begin(page);
    const found = await page.evaluate(walk);
    const touchesTo = (kind: string) => new Map(Object.entries(found[kind] ?? {}));
    const cards = touchesTo('card');
    for (const card of content.cards) {
      const title = card.versions.it?.title ?? '';
      t.true((cards.get(title) ?? 99) <= mostTouches, `${card.id}: ${cards.get(title)}`);
    }
    const offices = touchesTo('office');
    for (const office of content.offices)
      t.true((offices.get(office.versions.it?.name ?? '') ?? 99) <= 2, office.id);
    t.true(touchesTo('news').size + touchesTo('event').size > 0);
    t.deepEqual(errors, []);
  },
);

/** Runs in the page: touches everything that leads further from home, and says how many touches each heading took. */
async function walk(): Promise<Record<string, Record<string, number>>> {
  const painted = () =>
    new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));
  const press = async (element: Element | null | undefined) => {
    if (element instanceof HTMLElement) element.click();
    await painted();
  };
  const place = () => document.querySelector('.stage')?.getAttribute('data-place') ?? '';
  const found: Record<string, Record<string, number>> = {};
  const note = (touches: number) => {
    const title = document.querySelector('.scroller h1')?.textContent ?? '';
    const kind = found[place()] ?? {};
    kind[title] = Math.min(kind[title] ?? touches, touches);
    found[place()] = kind;
  };
  const all = (selector: string) => [...document.querySelectorAll(selector)];
  const ways = all('.tile').length;
  const entries = ['.tile', '.entry-offices', '.entry-notices', '.strip-item'];
  for (const entry of entries) {
    const count = entry === '.tile' ? ways : all(entry).length;
    for (let index = 0; index < count; index += 1) {
      await press(all(entry)[index]);
      note(1);
      const rows = all('.scroller .row').length;
      for (let row = 0; row < rows && ['category', 'offices', 'notices'].includes(place()); row += 1) {
        await press(all('.scroller .row')[row]);
        note(2);
        await press(document.querySelector('[data-key~=back]'));
      }
      await press(document.querySelector('[data-key~=home]'));
    }
  }
  return found;
}

const day = (time: string) => new Date(`2026-11-24T${time}:00+01:00`);

test.serial('opening hours are told as time passes: open, soon closed, the break, tomorrow', async (t) => {
  const { page } = await openPage(t, bench, {
    configuration: { office: 'sportello', idleSeconds: 100_000 },
    context: { ...small, timezoneId: 'Europe/Rome' },
    clock: day('11:30'),
  });
  await begin(page);
  await page.locator('.here').click();
  await page.locator('.office').waitFor();
  const told = page.locator('.hero-opening');
  const passes = async (minutes: number, text: RegExp, mark: string) => {
    await page.clock.fastForward(minutes * 60_000);
    await eventually(t, () => told.textContent(), text);
    await eventually(t, () => page.locator(`.hero-opening .opening-${mark}`).count(), 1, mark);
  };
  await passes(0, /^Aperto ora, chiude alle 12\.30$/, 'open');
  await passes(35, /12\.30/, 'soon');
  await passes(30, /^Chiuso.*14/, 'closed');
  await passes(90, /^Aperto ora, chiude alle 16\.30$/, 'open');
  await passes(150, /^Chiuso.*domani.*9/, 'closed');
  await eventually(t, () => page.locator('.week-today').textContent(), /martedì/);
});

/** Presses an arrow until the focus is on what fits the selector. */
async function reach(t: ExecutionContext, server: PageServer, page: Page, key: TotemKey, selector: string) {
  const there = () => page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);
  for (let presses = 0; presses < 40; presses += 1) {
    if (await there()) return;
    await press(server, page, key);
  }
  const at = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120));
  t.fail(`${selector} is not reached by ${key} from ${at}`);
}

test.serial(
  'a keypad alone: offices, the map and its ways, notices, events, the search and its keys',
  async (t) => {
    const { page, server, errors } = await openPage(t, bench, { context: small });
    await press(server, page, 'ok');
    await page.locator('.home').waitFor();
    await reach(t, server, page, 'down', '.entry');
    await reach(t, server, page, 'right', '.entry-offices');
    await press(server, page, 'ok');
    await page.locator('[data-place=offices] .row').first().waitFor();
    await reach(t, server, page, 'down', '.row');
    await press(server, page, 'ok');
    await page.locator('.office').waitFor();
    await reach(t, server, page, 'down', '.map-button');
    await press(server, page, 'ok');
    await page.locator('.way').waitFor();
    await reach(t, server, page, 'down', '.way-choice[aria-pressed=false]');
    await press(server, page, 'ok');
    await eventually(
      t,
      () =>
        page
          .locator('.way-choice[aria-pressed=true]')
          .textContent()
          .then((text) => text?.includes('fontana')),
      true,
    );
    await press(server, page, 'home');
    await page.locator('.home').waitFor();
    await reach(t, server, page, 'down', '.entry');
    await reach(t, server, page, 'right', '.entry-notices');
    await press(server, page, 'ok');
    await page.locator('.notices').waitFor();
    await reach(t, server, page, 'down', '.row');
    await press(server, page, 'ok');
    await page.locator('.announced').waitFor();
    await press(server, page, 'back', 'home');
    await reach(t, server, page, 'down', '.strip-item');
    await press(server, page, 'home');
    await page.locator('.home').waitFor();
    await reach(t, server, page, 'up', '.search-button');
    await press(server, page, 'ok');
    await page.locator('.search').waitFor();
    await reach(t, server, page, 'down', '.key');
    const letter = await page.evaluate(() => document.activeElement?.textContent ?? '');
    await press(server, page, 'ok', 'right', 'ok');
    const value = await page.locator('.field-input').inputValue();
    t.is(value.length, 2);
    t.true(value.startsWith(letter));
    await reach(t, server, page, 'down', '.key-erase, .key-space, .key-figures');
    await press(server, page, 'back');
    await page.locator('.home').waitFor();
    t.deepEqual(errors, []);
  },
);

for (const [name, width, height] of [
  ['portrait totem', 1080, 1920],
  ['landscape', 1280, 720],
] as const) {
  test.serial(`home is seen whole without scrolling: ${name}`, async (t) => {
    const { page } = await openPage(t, bench, {
      configuration: { office: 'sportello' },
      content: fixtureContent('r1'),
      context: { viewport: { width, height } },
    });
    await begin(page);
    const [whole, seen] = await page
      .locator('.scroller')
      .evaluate((element) => [element.scrollHeight, element.clientHeight]);
    t.true((whole ?? 0) <= (seen ?? 0) + 1, `${whole} in ${seen}`);
    const strip = await page.locator('.strip-item').last().boundingBox();
    const bar = await page.locator('.bar').boundingBox();
    t.true((strip?.y ?? 0) + (strip?.height ?? 0) <= (bar?.y ?? 0));
  });
}
