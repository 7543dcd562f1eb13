import test from 'ava';
import type { Page } from 'playwright-core';
import { encode } from 'uqr';
import { placeOfAnswer } from '../../../agent/ui/takeaway/answer.ts';
import { createTakeAwayClient } from '../../../agent/ui/takeaway/client.ts';
import type { PageMessage, PublicServices } from '../../../protocol/index.ts';
import { accessibilityProblems } from '../../harness/axe.ts';
import { eventually } from '../../harness/eventually.ts';
import { type Bench, begin, leave, openBench, openPage } from './browser.ts';
import type { PageServer } from './server.ts';

let bench: Bench;
test.before(async () => {
  bench = await openBench();
});
test.after.always(() => bench.close());

const services: PublicServices = { url: 'https://totem.example.org', group: 'monza', texts: true };
const typed = '3331234567';
const wanted = (message: PageMessage) => message.type === 'text_message';

/** Opens the first card in English, on a totem that its hub has told what it offers. */
async function openCard(t: Parameters<typeof openPage>[0], offered: PublicServices = services) {
  const opened = await openPage(t, bench, { context: { viewport: { width: 540, height: 960 } } });
  const { page, server } = opened;
  server.send({ type: 'public_services', services: offered });
  await begin(page);
  await page.getByRole('button', { name: 'English' }).click();
  await page.locator('.tile').first().click();
  await page.locator('.row').first().click();
  await page.locator('.service').waitFor();
  return opened;
}

async function typeNumber(page: Page, number: string): Promise<void> {
  await page.locator('.field-input').fill(number);
  await page.locator('.key-done').click();
}

/** From the card to the answer of the hub. */
async function send(page: Page, server: PageServer, outcome: 'sent' | 'limited' | 'refused' | 'failed') {
  const since = server.received.length;
  await page.locator('.take-away-text').click();
  await typeNumber(page, typed);
  await page.locator('.texting-number').waitFor();
  await page.locator('.texting-main').click();
  const message = await server.heard(wanted, since);
  if (message.type !== 'text_message') throw new Error('another message');
  server.send({ type: 'text_message_result', request: message.request, outcome });
  await page.locator(`.texting-${outcome}`).waitFor();
  return message;
}

/** All text that the page has in memory, after what nobody holds any more was thrown away. */
async function memoryOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const pieces: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => pieces.push(chunk));
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return pieces.join('');
}

test.serial(
  'the code of a card, an office and a notice leads to the same page in the same language',
  async (t) => {
    const { page } = await openCard(t);
    const shows = async (path: string) => {
      const link = `https://totem.example.org/p/${path}?g=monza`;
      await page.getByText(link.replace('https://', ''), { exact: true }).waitFor();
      const { data, size } = encode(link, { ecc: 'M', border: 4 });
      const dark = data.flatMap((row, y) => row.flatMap((black, x) => (black ? [`M${x} ${y}h1v1h-1z`] : [])));
      await eventually(t, () => page.locator('.qr').getAttribute('viewBox'), `0 0 ${size} ${size}`);
      await eventually(t, () => page.locator('.qr path').getAttribute('d'), dark.join(''));
    };
    await shows('en/card/lavoro-uno');
    await page.locator('.office-box .wide-button').click();
    await page.locator('.office').waitFor();
    await shows('en/office/sportello');
    await page.locator('[data-key=home]').click();
    await page.locator('.strip-item').first().click();
    await page.locator('.announced').waitFor();
    await shows('en/news/avviso');
  },
);

test.serial('without public pages the card’s own address is shown, and no message offered', async (t) => {
  const { page } = await openCard(t, { url: null, group: null, texts: false });
  await eventually(t, () => page.locator('.address').textContent(), /example\.org\/(?!p\/)/);
  await eventually(t, () => page.locator('.take-away-text').count(), 0);
});

test.serial(
  'a number is typed, confirmed, sent and forgotten; the code is there for whoever got none',
  async (t) => {
    const { page, server, errors } = await openCard(t);
    await page.locator('.take-away-text').click();
    await typeNumber(page, '333');
    await eventually(t, () => page.getByRole('alert').textContent(), /not a mobile number/);
    t.deepEqual(await accessibilityProblems(page), [], 'wrong');
    await page.locator('.field-clear').click();
    await typeNumber(page, typed);
    await eventually(t, () => page.locator('.texting-number').textContent(), '+39 333 123 4567');
    t.deepEqual(await accessibilityProblems(page), [], 'confirming');
    await page.locator('.texting-button', { hasText: 'No' }).click();
    await eventually(t, () => page.locator('.field-input').inputValue(), typed);
    t.false(server.received.some(wanted));
    await page.locator('[data-key=back]').click();

    const message = await send(page, server, 'sent');
    t.deepEqual(message.message, {
      kind: 'card',
      id: 'lavoro-uno',
      language: 'en',
      number: `+39${typed}`,
      consent: true,
    });
    await eventually(t, () => page.locator('h1').textContent(), 'The message has been sent');
    await eventually(
      t,
      () => page.locator('h1').evaluate((element) => element === document.activeElement),
      true,
    );
    t.deepEqual(await accessibilityProblems(page), [], 'sent');
    t.false((await memoryOf(page)).includes(typed), 'it is in no memory of the page');
    await page.locator('.texting-main').click();
    await page.locator('.service').waitFor();

    for (const outcome of ['failed', 'refused', 'limited'] as const) {
      await send(page, server, outcome);
      await eventually(t, () => page.locator('.texting .qr').count(), 1, outcome);
      if (outcome === 'failed') t.deepEqual(await accessibilityProblems(page), [], outcome);
      await page.locator('.texting-main').click();
      await page.locator('.service').waitFor();
    }
    t.deepEqual(errors, []);
  },
);

test.serial('the end of the session takes a number that was never sent with it', async (t) => {
  const { page, server } = await openCard(t);
  await page.locator('.take-away-text').click();
  await typeNumber(page, typed);
  await page.locator('.texting-number').waitFor();
  await leave(page);
  t.false((await page.content()).includes('333 123'));
  t.false((await memoryOf(page)).includes(typed));
  t.false(server.received.some(wanted));
});

test.serial('a link that is cut leaves the code, and offers no message until it is back', async (t) => {
  const { page, server } = await openCard(t);
  await page.locator('.take-away-text').waitFor();
  server.send({ type: 'link', online: false });
  await page.locator('.take-away-text').waitFor({ state: 'detached' });
  await eventually(t, () => page.locator('.qr').count(), 1);
});

test('an answer of the assistant leads to the part that it was taken from', (t) => {
  const card = { card: 'naspi', office: 'urp' };
  t.deepEqual(placeOfAnswer({ ...card, passage: 'costs' }), { kind: 'card', id: 'naspi', part: 'costs' });
  t.deepEqual(placeOfAnswer({ ...card, passage: 'detail' }), { kind: 'card', id: 'naspi', part: 'how' });
  t.deepEqual(placeOfAnswer({ ...card, passage: 'summary' }), { kind: 'card', id: 'naspi' });
  t.deepEqual(placeOfAnswer({ ...card, passage: 'hours' }), { kind: 'card', id: 'naspi', part: 'where' });
  const office = { card: null, office: 'urp' };
  t.deepEqual(placeOfAnswer({ ...office, passage: 'hours' }), { kind: 'office', id: 'urp', part: 'hours' });
  t.is(placeOfAnswer({ card: null, office: null, passage: 'how' }), null);
});

test('an answer counts for the message that is under way only, and none comes when the agent is gone', (t) => {
  const sent: PageMessage[] = [];
  const client = createTakeAwayClient({ send: (message) => sent.push(message) });
  const begin = () => {
    client.wipe();
    client.type(typed);
    client.check();
    client.send({ kind: 'card', id: 'a' }, 'it');
  };
  const answer = (request: number) => client.hear({ type: 'text_message_result', request, outcome: 'sent' });
  const requestOf = (message: PageMessage | undefined) =>
    message?.type === 'text_message' ? message.request : -1;

  client.send({ kind: 'card', id: 'a' }, 'it');
  t.is(sent.length, 0, 'nothing is sent that was not confirmed');
  begin();
  const first = requestOf(sent[0]);
  begin();
  t.is(sent.length, 2);
  t.true(answer(first));
  t.deepEqual(client.texting(), { step: 'sending' });
  client.connected(false);
  t.deepEqual(client.texting(), { step: 'over', outcome: 'failed' });
  answer(requestOf(sent[1]));
  t.deepEqual(client.texting(), { step: 'over', outcome: 'failed' });
  client.wipe();
  t.deepEqual(client.texting(), { step: 'typing', typed: '', wrong: false });
});
