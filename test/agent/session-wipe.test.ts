import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { chromium, type Page } from 'playwright-core';
import { WebSocket } from 'ws';
import { newAgentFolder, startAgent, withoutDisplay } from '../harness/agent.ts';
import { writeContent } from '../harness/content.ts';
import { newToken, startHub } from '../harness/hub.ts';
import { makeRelease, newEditor, publish, ringOf, setKeyRing } from '../harness/release.ts';
import { until } from '../harness/until.ts';

/** What a citizen types, asks and chooses: words that are nowhere else. */
const searched = 'zanzibarone';
const asked = 'quando riapre il trifoglione';
const phone = '3331234567';
/** Each in every form in which it might be kept: as typed, as a number of the world, in base64, in hexadecimal. */
const traces = ['zanzibarone', 'trifoglione', '3331234567', '333 123 4567'].flatMap((text) => [
  Buffer.from(text),
  // From any place in a longer text: the middle of its base64 is the same at each of three offsets.
  ...[0, 1, 2].map((offset) =>
    Buffer.from(
      Buffer.from(`${'x'.repeat(offset)}${text}`)
        .toString('base64')
        .slice(4, -4),
    ),
  ),
  Buffer.from(Buffer.from(text).toString('hex')),
  Buffer.from(text, 'utf16le'),
]);

/** The files under a folder, and those that give something away. */
async function search(folder: string): Promise<{ files: number; found: string[] }> {
  const found: string[] = [];
  let files = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    files += 1;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    if (traces.some((trace) => bytes.includes(trace))) found.push(path);
  }
  return { files, found };
}

/** All that the agent says to a page that comes anew. */
async function heardBy(t: ExecutionContext, kiosk: string): Promise<string[]> {
  const socket = new WebSocket(new URL('ws', kiosk.replace(/^http/, 'ws')), {
    headers: { origin: kiosk.replace(/\/$/, '') },
  });
  t.teardown(() => socket.terminate());
  const heard: string[] = [];
  socket.on('message', (data) => heard.push(String(data)));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  socket.send(JSON.stringify({ type: 'ready' }));
  socket.send(JSON.stringify({ type: 'ask_suggestions', language: 'it' }));
  socket.send(JSON.stringify({ type: 'ask', number: 1, text: 'e quanto costa?', language: 'it' }));
  await until('an answer', () => heard.some((line) => line.includes('"type":"answer"')));
  return heard;
}

/** Searches, asks, chooses a profile, and has the link to a card sent to a telephone. */
async function use(page: Page): Promise<void> {
  await page.locator('.attract').click({ position: { x: 20, y: 20 } });
  await page.locator('.home').waitFor();
  await page.locator('.bar .profiles-button').click();
  await page.locator('[aria-labelledby="profile-contrast-name"]').click();
  await page.locator('.chooser-done').click();
  await page.locator('.tile').first().click();
  await page.locator('.row').first().click();
  await page.locator('.helped-button').first().click();
  await page.locator('.take-away-text').click();
  await page.locator('.field-input').fill(phone);
  await page.locator('.key-done').click();
  await page.locator('.texting-number').waitFor();
  await page.locator('.texting-main').click();
  await page.locator('.texting-failed, .texting-refused, .texting-limited').first().waitFor();
  await page.locator('[data-key=home]').click();
  await page.getByRole('button', { name: 'Cerca un servizio o un ufficio' }).click();
  await page.locator('.field-input').fill(searched);
  await page.getByText('Non ho trovato niente').waitFor();
  await page.getByRole('button', { name: 'Chiedi all’assistente' }).click();
  await page.locator('.bubble .said').waitFor();
  await page.locator('[data-key=home]').click();
  await page.locator('.entry-ask').click();
  await page.locator('.write').click();
  await page.locator('.field-input').fill(asked);
  await page.locator('.key-done').click();
  await page.locator('.asked', { hasText: 'trifoglione' }).waitFor();
  await page.locator('.bubble .said').waitFor();
}

test('after a session nothing that was typed, asked or chosen is anywhere', async (t) => {
  t.timeout(180_000);
  const hub = await startHub(t, {
    yaml: [
      'log: debug',
      'publicUrl: http://127.0.0.1:9',
      'textMessages: {url: "http://127.0.0.1:9/", body: \'{"to":"{to}","text":"{text}"}\'}',
      '',
    ].join('\n'),
  });
  const editor = newEditor();
  await setKeyRing(hub, ringOf(editor));
  const folder = join(await newAgentFolder(t), 'content');
  await mkdir(folder);
  await writeContent(folder);
  await publish(hub, await makeRelease(folder, 'r-1', editor));
  const token = await newToken(hub);
  const agent = await startAgent(t, { token, yaml: `${withoutDisplay}log: debug\n` });

  const profile = await mkdtemp(join(tmpdir(), 'totem-browser-'));
  t.teardown(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    handleSIGTERM: false,
    viewport: { width: 1080, height: 1920 },
    reducedMotion: 'reduce',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
  t.teardown(() => browser.close());
  const page = await browser.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(agent.kiosk);
  await page.locator('.attract').waitFor();
  await page.locator('.call-first').waitFor();
  const attributes = () =>
    page.evaluate(() => ({
      lang: document.documentElement.lang,
      profiles: document.documentElement
        .getAttributeNames()
        .filter((name) => name.startsWith('data-profile')),
    }));
  const before = await attributes();

  await use(page);
  t.notDeepEqual(await attributes(), before, 'a profile is on');
  await page.locator('.bar-end').click();
  await page.locator('.face').first().click();
  await page.locator('.attract').waitFor();

  t.deepEqual(await attributes(), before, 'the next citizen begins as every citizen does');
  const kept = await page.evaluate(async () => ({
    page: document.documentElement.outerHTML,
    local: { ...localStorage },
    session: { ...sessionStorage },
    cookies: document.cookie,
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
    address: location.href + JSON.stringify(history.state),
  }));
  t.like(kept, { local: {}, session: {}, cookies: '', databases: [], caches: [] });
  const said = await heardBy(t, agent.kiosk);
  for (const text of [JSON.stringify(kept), ...said]) {
    for (const trace of traces) t.false(Buffer.from(text).includes(trace), text.slice(0, 200));
  }
  await browser.close();

  const limits = await readFile(`/proc/${agent.pid}/limits`, 'utf8');
  t.regex(limits, /Max core file size +0 +0 /, 'no core dump is ever written');
  t.is(await agent.stop(), 0);
  await hub.stop();
  const usage = await readFile(join(agent.data, 'usage.json'), 'utf8');
  t.regex(usage, /"question\.asked"/, 'it was counted');
  t.regex(usage, /"session\.rated"/);
  for (const [name, place] of [
    ['what the agent keeps', agent.data],
    ['what the hub keeps', hub.data],
    ['what the browser keeps', profile],
  ] as const) {
    const { files, found } = await search(place);
    t.true(files > 0, name);
    t.deepEqual(found, [], name);
  }
  for (const line of [...agent.log, ...hub.log]) {
    for (const trace of traces) t.false(Buffer.from(line).includes(trace), line);
  }
});

test('the search itself finds what it looks for, however it is written', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'totem-search-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const texts = [
    `{"number":"+39${phone}"}`,
    Buffer.from(`{"text":"${asked}?"}`).toString('base64'),
    Buffer.from(searched).toString('hex'),
  ];
  for (const [index, text] of texts.entries()) await writeFile(join(folder, `${index}`), text);
  await writeFile(join(folder, 'utf16'), Buffer.from(`x${searched}`, 'utf16le'));
  await writeFile(join(folder, 'clean'), 'carta');
  t.deepEqual((await search(folder)).found.map((path) => path.slice(folder.length + 1)).sort(), [
    '0',
    '1',
    '2',
    'utf16',
  ]);
});
