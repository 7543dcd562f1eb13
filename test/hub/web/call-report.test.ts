import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import test from 'ava';
import { CallReport } from '../../../protocol/calls/index.ts';
import { validatorOf } from '../../../protocol/index.ts';
import { accessibilityProblems } from '../../harness/axe.ts';
import { openPage, overflow } from '../../harness/browser.ts';
import { newOperator, startCallingHub, wish } from '../../harness/calling-hub.ts';
import { eventually } from '../../harness/eventually.ts';
import { until } from '../../harness/until.ts';
import { openSocket } from '../calls/sockets.ts';
import { signedIn, signIn } from './desk.ts';

const readReport = validatorOf(CallReport);

test('the dashboard tells of the same calls the same as the wall, the API and the table', async (t) => {
  t.timeout(120_000);
  const hub = await startCallingHub(t);
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const tokens = [await newOperator(hub, 'anna'), await newOperator(hub, 'sara', 'supervisor')] as const;
  const anna = openSocket(t, hub, '/calls/desk', bearer(tokens[0]));
  const sara = openSocket(t, hub, '/calls/desk', bearer(tokens[1]));
  await Promise.all([once(anna.socket, 'open'), once(sara.socket, 'open')]);

  /** One call from the portal: answered and filed, or left before. */
  const one = async (more: object, tag: string | null) => {
    const visitor = openSocket(t, hub, `/calls/visit?visit=${randomUUID()}`);
    await once(visitor.socket, 'open');
    const call = randomUUID();
    visitor.send({ type: 'ask', call, wish: { ...wish, subject: 'carta-identita', ...more } });
    await until('it waits', () => visitor.of('standing').at(-1)?.state === 'waiting');
    if (tag !== null) {
      anna.send({ type: 'pick', call });
      await until('it is answered', () => visitor.of('standing').at(-1)?.state === 'connecting');
      for (const each of [anna, visitor]) each.send({ type: 'media', call, flowing: true });
      await until('the two talk', () => visitor.of('standing').at(-1)?.state === 'connected');
      anna.send({ type: 'file', call, tags: [tag] });
    }
    visitor.send({ type: 'leave', call });
    await until('it is over', () => visitor.of('ended').length === 1);
  };
  for (let turn = 0; turn < 6; turn += 1) await one({ mode: 'text' }, 'Documenti');
  for (let turn = 0; turn < 2; turn += 1) await one({ subject: null, language: 'en' }, null);

  const answer = readReport(await (await hub.api('/calls/report')).json());
  if (!answer.ok) return t.fail(answer.error.message);
  const report = answer.value;
  const wall = await until('the wall has counted', () => {
    const queue = sara
      .of('desk')
      .at(-1)
      ?.queues.find(({ office }) => office === 'urp');
    return queue?.offered === 8 ? queue : undefined;
  });
  t.like(report.total, { offered: 8, answered: 6, abandoned: 2, serviceLevel: 0.75 });
  const { office: _, ...ofOffice } = report.byOffice[0] ?? { office: '' };
  t.deepEqual(ofOffice, report.total);
  t.like(wall, ofOffice);

  const { page, mistakes } = await openPage(t, {});
  await page.goto(`${hub.urls.http}/#/report`);
  await signIn(page, hub.password);
  await signedIn(page);
  const part = page.locator('.report-calls');
  await part.getByRole('row', { name: /Ufficio relazioni/ }).waitFor();
  const figure = async (name: string) =>
    (
      await part.locator('.report-figures > div', { hasText: name }).locator('.report-figure').textContent()
    )?.trim();
  await eventually(t, () => figure('Calls offered'), '8');
  await eventually(t, () => figure('Abandoned'), '2');
  await eventually(t, () => figure('Answered in time'), '75 %');
  const cell = (name: string) => part.locator(`td[data-name="${name}"]`).textContent();
  t.deepEqual(await Promise.all(['Offered', 'Answered', 'Abandoned', 'In time'].map(cell)), [
    '8',
    '6',
    '2',
    '75 %',
  ]);
  await part.getByRole('row', { name: 'The two talked 6' }).waitFor();
  await part.getByRole('row', { name: 'The citizen left the queue 2' }).waitFor();
  await part.getByRole('row', { name: 'Documenti 6' }).waitFor();
  await eventually(t, () => part.getByText('English').count(), 0, 'two calls are too few to tell of');
  const href = await part.getByRole('link', { name: 'Download calls as CSV' }).getAttribute('href');
  const table = await (await page.request.get(`${hub.urls.http}${href}`)).text();
  t.true(table.includes(',total,,offered,8\r\n') && table.includes(',tag,Documenti,calls,6\r\n'), table);
  t.deepEqual(await accessibilityProblems(page), []);
  await page.setViewportSize({ width: 390, height: 844 });
  t.is(await overflow(page), 0);
  t.deepEqual(mistakes, []);
});
