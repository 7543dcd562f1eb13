import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { openPage } from '../../harness/browser.ts';
import { launchChromium } from '../../harness/chromium.ts';
import { startHub, type TestHub } from '../../harness/hub.ts';
import type { Owner } from '../../harness/owner.ts';

export interface OpenDesk {
  hub: TestHub;
  page: Page;
  mistakes: string[];
}

/** What tests of a file may share where none of them is in the way of another. */
export interface Shared {
  hub: TestHub;
  browser: Browser;
}

export async function openShared(t: Owner): Promise<Shared> {
  const browser = await launchChromium();
  t.teardown(() => browser.close());
  return { hub: await startHub(t), browser };
}

/** The dashboard in a browser, signed in unless told otherwise; of a hub of its own where none is given. */
export async function openDesk(
  t: Owner,
  options: BrowserContextOptions & Partial<Shared> & { signIn?: boolean } = {},
): Promise<OpenDesk> {
  const { signIn: wanted = true, hub: shared, ...browser } = options;
  const hub = shared ?? (await startHub(t));
  const { page, mistakes } = await openPage(t, browser);
  await page.goto(hub.urls.http);
  if (wanted) {
    await signIn(page, hub.password);
    await signedIn(page);
  }
  return { hub, page, mistakes };
}

/** Waits until the sign-in was answered and the dashboard is there. */
export async function signedIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

export async function signIn(page: Page, password: string): Promise<void> {
  await page.getByLabel('Name').fill('admin');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** The row of a totem in the fleet's table. */
export function rowOf(page: Page, name: string): Locator {
  return page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
}
