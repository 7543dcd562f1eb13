import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { build } from 'vite';
import type { CallWish } from '../../../protocol/calls/wish.ts';
import { launchChromium, madeUpDevices } from '../../harness/chromium.ts';
import { card, put, writeContent } from '../../harness/content.ts';
import { startHub, type TestHub } from '../../harness/hub.ts';
import { type Owner, sharedOwner } from '../../harness/owner.ts';
import { makeRelease, newEditor, publish, ringOf, setKeyRing } from '../../harness/release.ts';
import { until } from '../../harness/until.ts';
import type { CitizenSight } from './citizen.ts';

/** A connection may take a second attempt on a machine that is busy. */
const deadlineMs = 60_000;
export const password = 'a long enough password';

export const wish: CallWish = {
  office: 'urp',
  subject: 'centro-impiego',
  language: 'it',
  signLanguage: false,
  mode: 'video',
  seen: true,
};

const office = (name: string, address: string) => `---
name: ${name}
summary: Informa e ascolta.
address: ${address}
town: Milano
hours: [Quando c’è qualcuno]
---
Ingresso senza gradini.
`;

/** What the tests of a file share: the hub, a browser, and the script of a citizen. */
export interface World {
  hub: TestHub;
  browser: Browser;
  script: string;
  end(): Promise<void>;
}

export async function openWorld(people: Readonly<Record<string, 'operator' | 'supervisor'>>): Promise<World> {
  const owner = sharedOwner();
  try {
    const hub = await startDeskHub(owner, people);
    return { hub, browser: await launchWithDevices(owner), script: await buildCitizen(), end: owner.end };
  } catch (error) {
    await owner.end();
    throw error;
  }
}

/** A hub with two offices and two cards, and people who answer for them. */
export async function startDeskHub(
  t: Owner,
  people: Readonly<Record<string, 'operator' | 'supervisor'>>,
): Promise<TestHub> {
  const hub = await startHub(t, {
    yaml: 'calls: {loopback: true, graceSeconds: 60, ringSeconds: 120, recording: {offices: [urp], sound: true}}\n',
  });
  const folder = await mkdtemp(join(tmpdir(), 'totem-desk-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  await writeContent(folder);
  await put(folder, {
    'offices/urp/it.md': office('Ufficio relazioni con il pubblico', 'Via Vivaio 1'),
    'offices/lavoro/it.md': office('Centro per l’impiego', 'Via Soderini 24'),
    'cards/tirocinio/it.md': card('Attivare un tirocinio'),
  });
  const editor = newEditor();
  await setKeyRing(hub, ringOf(editor));
  await publish(hub, await makeRelease(folder, 'r1', editor));
  for (const [name, role] of Object.entries(people)) {
    await hub.api('/users', { method: 'POST', body: JSON.stringify({ name, role, password }) });
  }
  return hub;
}

/** A Chromium with a test picture as camera and a beep as microphone. */
export async function launchWithDevices(t: Owner): Promise<Browser> {
  const browser = await launchChromium(...madeUpDevices, '--use-fake-ui-for-media-stream');
  t.teardown(() => browser.close());
  return browser;
}

export interface Desk {
  page: Page;
  /** What scripts threw and what the content policy refused. */
  mistakes: string[];
}

/** The desk of somebody who has signed in. */
export async function openDesk(
  browser: Browser,
  hub: TestHub,
  name: string,
  options: BrowserContextOptions = {},
): Promise<Desk> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    permissions: ['camera', 'microphone'],
    locale: 'it-IT',
    ...options,
  });
  context.setDefaultTimeout(deadlineMs);
  const page = await context.newPage();
  const mistakes: string[] = [];
  page.on('pageerror', (error) => mistakes.push(error.message));
  page.on('console', (message) => {
    const answered = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !answered) mistakes.push(message.text());
  });
  await page.goto(`${hub.urls.http}/desk`);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'My desk', level: 1 }).waitFor();
  return { page, mistakes };
}

export interface CitizenPage {
  page: Page;
  ask(wish?: Partial<CallWish>): Promise<void>;
  /** Waits until the citizen's side is as described. */
  sees(what: string, like: (seen: CitizenSight) => boolean): Promise<CitizenSight>;
}

/** The script of a citizen (`citizen.ts`), as the browser runs it. */
export async function buildCitizen(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      target: 'chrome111',
      lib: {
        entry: fileURLToPath(new URL('citizen.ts', import.meta.url)),
        formats: ['iife'],
        name: 'citizenOfTheTest',
      },
    },
  });
  const [first] = [built].flat();
  const chunk = first && 'output' in first ? first.output[0] : undefined;
  if (!chunk) throw new Error('the citizen of the tests was not bundled');
  return chunk.code;
}

/** A citizen in a browser of their own origin's page, which may use camera and microphone. */
export async function openCitizen(browser: Browser, hub: TestHub, script: string): Promise<CitizenPage> {
  const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
  context.setDefaultTimeout(deadlineMs);
  const page = await context.newPage();
  await page.goto(`${hub.urls.http}/desk/`);
  await page.evaluate(script);
  const seen = () => page.evaluate(() => window.citizen.seen());
  return {
    page,
    ask: (change = {}) => page.evaluate((asked) => window.citizen.ask(asked), { ...wish, ...change }),
    sees: async (what, like) => {
      let last: CitizenSight | undefined;
      return until(
        `the citizen sees ${what}`,
        async () => {
          last = await seen();
          return like(last) ? last : undefined;
        },
        deadlineMs,
      ).catch((error: Error) => {
        throw new Error(`${error.message}: ${JSON.stringify(last)}`);
      });
    },
  };
}
