import test from 'ava';
import { compileContent } from '../../../protocol/content/index.ts';
import { eventually } from '../../harness/eventually.ts';
import { sampleContent } from '../../harness/sample-content.ts';
import { type Bench, begin, openBench, openPage } from './browser.ts';

let bench: Bench;
test.before(async () => {
  bench = await openBench();
});
test.after.always(() => bench.close());

test('everything of the usual home is on one screen, in every language of the sample content', async (t) => {
  const { content } = compileContent(await sampleContent(), 'home');
  if (!content) return t.fail('the sample content is wrong');
  for (const language of content.languages) {
    const { page, server, errors } = await openPage(t, bench, {
      content,
      configuration: { language, office: 'urp' },
      context: { viewport: { width: 540, height: 960 } },
    });
    server.send({ type: 'call', call: null });
    await begin(page);
    await page.locator('.entry-call').waitFor();
    const hidden = await page.waitForFunction(() => {
      const { scrollHeight = 0, clientHeight = 0 } = document.querySelector('.scroller:has(.home)') ?? {};
      // A pixel may be lost where heights are rounded.
      return clientHeight > 0 && scrollHeight - clientHeight <= 2;
    });
    t.truthy(hidden, language);
    await eventually(t, () => page.locator('.strip-item').count(), 2);
    t.deepEqual(errors, []);
    await page.context().close();
  }
});
