import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { CompiledContent } from '../../../protocol/content/compiled.ts';
import type { AgentMessage } from '../../../protocol/index.ts';
import { launchChromium } from '../../harness/chromium.ts';
import { builtPage } from './built.ts';
import { fixtureContent } from './fixture.ts';
import { prepareMarks } from './press.ts';
import { type PageServer, startPageServer } from './server.ts';

/** The page, built as it is for the totem, and a real browser to open it in. */
export interface Bench {
  folder: string;
  browser: Browser;
  close(): Promise<void>;
}

export async function openBench(): Promise<Bench> {
  const folder = await builtPage();
  const browser = await launchChromium();
  return { folder, browser, close: () => browser.close() };
}

export type Configuration = Extract<AgentMessage, { type: 'configuration' }>;

/** Times so long that nothing happens by itself. */
export const calm: Configuration = {
  type: 'configuration',
  language: null,
  idleSeconds: 600,
  warningSeconds: 20,
  attractLayer: false,
};

export interface Opened {
  page: Page;
  server: PageServer;
  /** What the page wrote to the console as an error, and what it threw. */
  errors: string[];
}

/** Opens the page beside a server of its own and waits for the attract screen (or for none, without content). */
export async function openPage(
  t: { teardown(end: () => Promise<void>): void },
  bench: Bench,
  options: {
    content?: CompiledContent | null;
    configuration?: Partial<Configuration>;
    context?: BrowserContextOptions;
    path?: string;
    /** What to wait for. */
    until?: string;
    /** Time of the calendar at the beginning; from then on it passes as the test lets it. */
    clock?: Date;
  } = {},
): Promise<Opened> {
  const server = await startPageServer({
    pageFolder: bench.folder,
    content: options.content === undefined ? fixtureContent('r1') : options.content,
    greeting: [
      { ...calm, ...options.configuration },
      { type: 'link', online: true },
    ],
  });
  const context = await bench.browser.newContext({
    viewport: { width: 1080, height: 1920 },
    reducedMotion: 'reduce',
    ...options.context,
  });
  t.teardown(async () => {
    await context.close();
    await server.close();
  });
  const page = await context.newPage();
  await prepareMarks(page);
  if (options.clock) await page.clock.install({ time: options.clock });
  page.setDefaultTimeout(30_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(new URL(options.path ?? '', server.url).href);
  await page.waitForSelector(options.until ?? (options.content === null ? '.empty h1' : '.call-first'));
  return { page, server, errors };
}

/** Touches the attract screen away from every button. */
export async function begin(page: Page): Promise<void> {
  await page.locator('.attract').click({ position: { x: 20, y: 20 } });
  await page.locator('.home').waitFor();
}

/** Ends the session by its button, and says nothing of how it was. */
export async function leave(page: Page): Promise<void> {
  await page.locator('.bar-end').click();
  await page.locator('.thanks-close').click();
  await page.locator('.attract').waitFor();
}

/** Touches through the agent, at the middle of an element. */
export async function touch(
  { page, server }: Opened,
  selector: string,
  origin: 'panel' | 'remote' = 'panel',
): Promise<void> {
  const box = await page.locator(selector).first().boundingBox();
  const size = page.viewportSize();
  if (!box || !size) throw new Error(`${selector} is not on the screen`);
  const at = { x: (box.x + box.width / 2) / size.width, y: (box.y + box.height / 2) / size.height };
  server.send({ type: 'touch', phase: 'down', contact: 0, ...at, origin });
  server.send({ type: 'touch', phase: 'up', contact: 0, ...at, origin });
}
