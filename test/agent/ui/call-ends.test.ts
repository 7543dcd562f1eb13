import test from 'ava';
import { createDictionary } from '../../../agent/ui/languages/index.ts';
import { compileContent } from '../../../protocol/content/index.ts';
import { sampleContent } from '../../harness/sample-content.ts';
import { type Bench, begin, openBench, openPage } from './browser.ts';
import { connected, enter, tell, view, waiting } from './call-scene.ts';

let bench: Bench;
test.before(async () => {
  bench = await openBench();
});
test.after.always(() => bench.close());

/** What is told of each end, beside when the office opens. */
const ends = [
  ['answered', 'call.answered', 'call.answeredText'],
  ['abandoned', 'call.abandoned', 'call.abandonedText'],
  ['lost', 'call.lost', 'call.lostText'],
  ['broken', 'call.broken', 'call.brokenText'],
  ['failed', 'call.failed', 'call.failedText'],
  ['closed', 'call.closedNow', 'call.closedText'],
  [null, 'call.refused', 'call.refusedText'],
] as const;

test.serial(
  'where the queue fits on the screen there is nothing to scroll by, though its wishes had to be scrolled',
  async (t) => {
    const opened = await enter(t, bench);
    const { page } = opened;
    await page.locator('.entry-offices').click();
    await page.locator('.row').first().click();
    await page.locator('.call-how').click();
    await page.locator('.manner').first().waitFor();
    await page.locator('.scroll-buttons').waitFor();
    await page.locator('.call-main').click();
    tell(opened, waiting);
    await page.locator('.queue-number').waitFor();
    await page.locator('.scroll-buttons').waitFor({ state: 'detached' });
    t.deepEqual(opened.errors, []);
  },
);

test.serial(
  'what becomes of a call is said in every language, while it lasts and when it is over',
  async (t) => {
    const { content } = compileContent(await sampleContent(), 'ends');
    if (!content) return t.fail('the sample content is wrong');
    const dictionary = createDictionary();
    for (const language of content.languages) {
      const words = dictionary.in(language);
      const opened = await openPage(t, bench, {
        content,
        configuration: { language, office: 'urp' },
        context: { viewport: { width: 540, height: 960 } },
      });
      const { page, errors, server } = opened;
      tell(opened, null);
      await begin(page);
      tell(opened, { ...connected, state: 'interrupted', picture: false });
      await page.locator('[role=alert]', { hasText: words('call.interrupted') }).waitFor();
      for (const [outcome, title, text] of ends) {
        tell(opened, view({ state: 'ended', outcome }));
        await page.getByRole('heading', { level: 1, name: words(title), exact: true }).waitFor();
        await page.locator('.over .lead', { hasText: words(text) }).waitFor();
      }
      t.deepEqual([...errors, ...server.refused], []);
      await page.context().close();
    }
  },
);
