import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import type { Owner } from './owner.ts';

export interface BrowserPage {
  page: Page;
  /** What scripts threw and what the content policy refused. */
  mistakes: string[];
}

/** A page in a Chromium of its own, or in one that is shared; what was opened for it ends with the test. */
export async function openPage(
  t: Owner,
  { browser: shared, ...options }: BrowserContextOptions & { browser?: Browser | undefined } = {},
): Promise<BrowserPage> {
  const browser = shared ?? (await launchChromium());
  if (!shared) t.teardown(() => browser.close());
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  if (shared) t.teardown(() => context.close());
  const page = await context.newPage();
  const mistakes: string[] = [];
  page.on('pageerror', (error) => mistakes.push(error.message));
  page.on('console', (message) => {
    const answered = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !answered) mistakes.push(message.text());
  });
  return { page, mistakes };
}

/** By how many CSS pixels the page is wider than its window. */
export async function overflow(page: Page): Promise<number> {
  return await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}
