import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { fetch } from 'undici';
import { SignedIn, TotemList, validatorOf } from '../protocol/index.ts';

/**
 * Takes the pictures of `docs/screens/` from a running demonstration:
 * `node demo/screens.ts http://127.0.0.1:8080 PASSWORD`. The citizen's screen comes from the pipeline of the
 * first totem, driven by remote taps; the dashboard from Chromium.
 */
const [hub = 'http://127.0.0.1:8080', password = ''] = process.argv.slice(2);
const folder = resolve(import.meta.dirname, '..', 'docs', 'screens');
const readSession = validatorOf(SignedIn);
const readTotems = validatorOf(TotemList);

const token = await signIn();
const totem = await firstTotem();
mkdirSync(folder, { recursive: true });
await citizen();
await dashboard();
process.exit(0);

async function api(path: string, body?: object) {
  const response = await fetch(`${hub}/api/v1${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response;
}

async function signIn(): Promise<string> {
  const response = await fetch(`${hub}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'admin', password }),
  });
  const session = readSession(await response.json());
  if (!session.ok)
    throw new Error(`sign-in answered ${response.status}: give the hub's address and password`);
  return session.value.token;
}

async function firstTotem(): Promise<string> {
  const list = readTotems(await (await api('/totems')).json());
  const found = list.ok ? list.value.totems.find(({ online }) => online) : undefined;
  if (!found) throw new Error('no totem is online');
  return found.id;
}

/** The places of the taps are those of the page's layout at 540 × 960. */
async function citizen(): Promise<void> {
  const shots: [name: string, tap: { x: number; y: number } | null][] = [
    ['attract', null],
    ['home', { x: 0.5, y: 0.3 }],
    ['category', { x: 0.25, y: 0.42 }],
    ['card', { x: 0.5, y: 0.38 }],
    ['card-english', { x: 0.63, y: 0.945 }],
    ['attract-again', { x: 0.92, y: 0.945 }],
  ];
  for (const [name, tap] of shots) {
    if (tap) await api(`/totems/${totem}/commands`, { name: 'tap', arguments: tap });
    // Transitions end well within this; the pictures are for people, nothing is asserted on them.
    await pause(1500);
    const picture = Buffer.from(await (await api(`/totems/${totem}/screenshot`)).arrayBuffer());
    if (name !== 'attract-again') await writeFile(join(folder, `${name}.jpg`), picture);
  }
}

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
