import type { ExecutionContext } from 'ava';
import type { Page } from 'playwright-core';
import { accessibilityProblems } from '../../harness/axe.ts';
import { overflow } from '../../harness/browser.ts';

/** A phone (WCAG 1.4.10), and a desk of 1440x900 at 200 % (1.4.4). */
const windows = [
  { width: 390, height: 844 },
  { width: 720, height: 450 },
];

/** Fails where axe finds something at 200 %, or where something is wider than one of the windows, the second of which stays. */
export async function checkState(t: ExecutionContext, page: Page, state: string): Promise<void> {
  for (const size of windows) {
    await page.setViewportSize(size);
    t.is(await overflow(page), 0, `${state}, ${size.width} wide`);
  }
  t.deepEqual(await accessibilityProblems(page), [], state);
}

const mostStops = 60;

/** Goes on with Tab, or back with Shift+Tab, until what has the focus begins with this name. */
export async function tabTo(page: Page, name: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const passed: string[] = [];
  for (let stop = 0; stop < mostStops; stop += 1) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
      const named = [element?.getAttribute('aria-label'), ...labels.map(({ textContent }) => textContent)];
      return (named.find(Boolean) ?? element?.textContent ?? '').trim();
    });
    if (focused.startsWith(name)) return;
    passed.push(focused.slice(0, 20));
    await page.keyboard.press(key);
  }
  throw new Error(`the keyboard does not reach “${name}”, only ${passed.join(' | ')}`);
}

/** The same, and does it. */
export async function press(page: Page, name: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await tabTo(page, name, key);
  await page.keyboard.press('Enter');
}
