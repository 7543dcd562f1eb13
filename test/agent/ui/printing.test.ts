import test from 'ava';
import type { AgentMessage, PageMessage, PrinterState } from '../../../protocol/index.ts';
import { accessibilityProblems } from '../../harness/axe.ts';
import { eventually } from '../../harness/eventually.ts';
import { type Bench, begin, leave, openBench, openPage } from './browser.ts';

let bench: Bench;
test.before(async () => {
  bench = await openBench();
});
test.after.always(() => bench.close());

const wanted = (message: PageMessage) => message.type === 'print';
const printer = (state: PrinterState): AgentMessage => ({ type: 'printer', state, languages: ['it', 'de'] });

test.serial('a card goes on paper: asked for by its name, and what became of it is said', async (t) => {
  const { page, server, errors } = await openPage(t, bench, {
    context: { viewport: { width: 540, height: 960 } },
  });
  await begin(page);
  await page.locator('.tile').first().click();
  await page.locator('.row').first().click();
  await page.locator('.service').waitFor();
  await eventually(t, () => page.locator('.print').count(), 0, 'no printer, no button');

  server.send(printer('ready'));
  const button = page.locator('.print button');
  await button.click();
  const message = await server.heard(wanted);
  if (message.type !== 'print') return t.fail();
  t.deepEqual(message.place, { kind: 'card', id: 'lavoro-uno', language: 'it' });
  const said = page.locator('.print-said');
  await eventually(t, () => said.textContent(), /stampando/);
  await button.click({ force: true });
  t.is(server.received.filter(wanted).length, 1, 'once is enough');

  server.send({ type: 'print_result', request: message.request, outcome: 'printed' });
  await page.getByText('prendi il foglio').waitFor();
  t.deepEqual(await accessibilityProblems(page), []);
  if (process.env.SHOTS) {
    await said.scrollIntoViewIfNeeded();
    await page.screenshot({ path: `${process.env.SHOTS}/printed.png` });
  }

  server.send(printer('paper_out'));
  await page.getByText('non ha più carta').waitFor();
  await eventually(t, () => button.count(), 0);
  server.send(printer('ready'));
  const before = server.received.length;
  await button.click();
  const again = await server.heard(wanted, before);
  if (again.type !== 'print') return t.fail();
  const since = server.received.length;
  server.cut();
  await page.locator('.print').waitFor({ state: 'detached' });
  await server.heard(({ type }) => type === 'ready', since);
  server.send(printer('ready'));
  await leave(page);
  server.send({ type: 'print_result', request: again.request, outcome: 'printed' });
  await begin(page);
  await page.getByRole('button', { name: 'English' }).click();
  await page.locator('.tile').first().click();
  await page.locator('.row').first().click();
  await page.getByText('The printer has no letters for this language').waitFor();
  t.is((await said.textContent())?.trim(), '', 'nothing of the session before');
  t.deepEqual(errors, []);
});
