import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';

/**
 * Takes the pictures of the dashboard in `docs/screens/` from a running demonstration:
 * `node demo/screens.ts http://127.0.0.1:8080 PASSWORD`. Those of the citizen's screen are made by `npm run screens`.
 */
const [hub = 'http://127.0.0.1:8080', password = ''] = process.argv.slice(2);
const folder = resolve(import.meta.dirname, '..', 'docs', 'screens');

mkdirSync(folder, { recursive: true });
await dashboard();
process.exit(0);

async function dashboard(): Promise<void> {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
    await page.goto(hub);
    await page.getByLabel('Name').fill('admin');
    await page.getByLabel('Password').fill(password);
    await page.keyboard.press('Enter');
    await page.getByRole('table').first().waitFor();
    await page.screenshot({ path: join(folder, 'fleet.png') });
    await page.getByRole('table').locator('tbody').getByRole('link').first().click();
    await page.getByRole('button', { name: 'Watch the screen' }).click();
    await pause(4000);
    await page.screenshot({ path: join(folder, 'totem.png') });
  } finally {
    await browser.close();
  }
}
