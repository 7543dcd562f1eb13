import type { ExecutionContext } from 'ava';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { openPage } from '../../harness/browser.ts';
import { startHub, type TestHub } from '../../harness/hub.ts';

export interface OpenDesk {
  hub: TestHub;
  page: Page;
  mistakes: string[];
}

/** A hub of its own and the dashboard in a browser, signed in unless told otherwise. */
export async function openDesk(
  t: ExecutionContext,
  options: BrowserContextOptions & { signIn?: boolean } = {},
): Promise<OpenDesk> {
  const { signIn: wanted = true, ...browser } = options;
  const hub = await startHub(t);
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
