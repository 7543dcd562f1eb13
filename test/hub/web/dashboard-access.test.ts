import test from 'ava';
import type { Page } from 'playwright-core';
import { accessibilityProblems } from '../../harness/axe.ts';
import { overflow } from '../../harness/browser.ts';
import { eventually } from '../../harness/eventually.ts';
import type { TestHub } from '../../harness/hub.ts';
import { type Owner, sharedOwner } from '../../harness/owner.ts';
import { openDesk, openShared, rowOf, type Shared, signedIn, signIn } from './desk.ts';
import { newEditor, publish } from './published.ts';
import { used } from './used.ts';
import { doesAsTold, enrolled, health, wired } from './wired.ts';

const since = '2026-11-01T10:00:00.000Z';

/** The windows that pages are checked in: a desk, the same at 200 % (WCAG 1.4.4), a phone. */
const windows = [
  { name: '1440x900', width: 1440, height: 900 },
  { name: '1440x900 at 200 %', width: 720, height: 450 },
  { name: '390x844', width: 390, height: 844 },
];

/** Every page and dialog, and what shows that it is drawn. */
const views = [
  { path: '#/', shown: (page: Page) => rowOf(page, 'Municipio di Rho').waitFor() },
  {
    path: '#/',
    shown: async (page: Page) => {
      await page.getByRole('button', { name: 'Enrol a totem' }).click();
      await page.getByRole('button', { name: 'Make the token' }).click();
      await page.getByRole('button', { name: 'Copy command' }).waitFor();
    },
  },
  { path: '#/totems/ID', shown: (page: Page) => page.getByText('New content is on the screen').waitFor() },
  {
    path: '#/totems/ID',
    shown: (page: Page) => page.getByRole('button', { name: 'Revoke this totem…' }).click(),
  },
  { path: '#/content', shown: (page: Page) => page.getByRole('region', { name: 'Autumn' }).waitFor() },
  {
    path: '#/content',
    shown: (page: Page) => page.getByRole('button', { name: /Assign to a group/ }).click(),
  },
  { path: '#/sites', shown: (page: Page) => page.getByText('Piazza Visconti 24, Rho').waitFor() },
  { path: '#/report', shown: (page: Page) => page.getByText('monopattino').waitFor() },
  { path: '#/nowhere', shown: (page: Page) => page.getByText('There is no such page').first().waitFor() },
];

/** A fleet with something of everything; gives the totem's id. */
async function furnish(t: Owner, hub: TestHub): Promise<string> {
  const site = { name: 'Municipio', address: 'Piazza Visconti 24', town: 'Rho' };
  await hub.api('/sites', { method: 'POST', body: JSON.stringify(site) });
  await publish(hub, await newEditor(hub, 'Comunicazione'), '20261101-1', 'Autumn', ['all']);
  const raw = await enrolled(t, hub, { name: 'Municipio di Rho', groups: ['town-halls'] });
  await enrolled(t, hub, { name: 'Stazione' });
  const totem = await wired(raw, doesAsTold);
  const fault = { code: 'display.stalled', part: '', message: 'no new frame for 10 s', since } as const;
  await totem.say('health', health({ faults: [fault] }));
  const today = new Date().toISOString();
  await totem.happened(1, ...used(today), { kind: 'content.activated', at: since, release: '20261101-1' });
  return raw.totem;
}

const owner = sharedOwner();
let shared: Shared;
let totem: string;
test.before(async () => {
  shared = await openShared(owner);
  totem = await furnish(owner, shared.hub);
});
test.after.always(() => owner.end());

test.serial('axe finds nothing and nothing is wider than the window, in any window', async (t) => {
  const { hub, page, mistakes } = await openDesk(t, { ...shared, signIn: false });
  const look = async (view: string) => {
    for (const { name, ...size } of windows) {
      await page.setViewportSize(size);
      t.deepEqual(await accessibilityProblems(page), [], `${view}, ${name}`);
      t.is(await overflow(page), 0, `${view}, ${name}`);
    }
  };
  await page.getByLabel('Password').waitFor();
  await look('sign-in');
  await signIn(page, hub.password);
  await signedIn(page);
  for (const { path, shown } of views) {
    await page.goto(`${hub.urls.http}/${path.replace('ID', totem)}`);
    await page.reload();
    await shown(page);
    await look(path);
  }
  t.deepEqual(mistakes, []);
});

test.serial('everything is reached by keyboard, and the focus goes where the work goes on', async (t) => {
  const { page } = await openDesk(t, shared);
  const row = rowOf(page, 'Municipio di Rho');
  await row.waitFor();
  await page.locator('h1:focus', { hasText: 'Fleet' }).waitFor();

  await page.reload();
  await row.waitFor();
  await page.getByRole('button', { name: 'Skip to the content' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('main:focus').waitFor();
  await page.keyboard.press('Tab');
  await page.locator('button:focus', { hasText: 'Enrol a totem' }).waitFor();

  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByLabel('Name').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('button:focus', { hasText: 'Enrol a totem' }).waitFor();
  await eventually(t, () => page.getByRole('dialog').count(), 0);

  await page.getByRole('button', { name: 'State' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('th[aria-sort=ascending]').getByText('State').waitFor();
  await eventually(t, () => page.getByRole('row').nth(1).getByRole('link').textContent(), 'Stazione');

  await page.getByLabel('Search').focus();
  await page.keyboard.type('rho');
  await page.getByText('1 of 2 totems').waitFor();
  await eventually(t, () => page.evaluate(() => document.activeElement?.getAttribute('type')), 'search');

  await row.getByRole('link').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Municipio di Rho', level: 1 }).waitFor();
  await page.locator('h1:focus', { hasText: 'Municipio di Rho' }).waitFor();
});

test.serial(
  'the report is narrowed down by keyboard, says what is too small, and is downloaded as it is shown',
  async (t) => {
    const { hub, page } = await openDesk(t, shared);
    await page.goto(`${hub.urls.http}/#/report`);
    await page.getByRole('row', { name: /monopattino/ }).waitFor();
    const figure = (name: string) => page.locator('.report-figures > div', { hasText: name }).locator('dd');
    await eventually(t, () => figure('Sessions').textContent(), /^18 35 %/);
    await eventually(t, () => page.getByRole('row', { name: /Large text/ }).textContent(), /6$/);
    await eventually(t, () => page.getByText('few', { exact: true }).count(), 0);

    await page.getByLabel('Profile', { exact: true }).focus();
    await page.keyboard.type('Large');
    await page.getByText('Words carry no profile').waitFor();
    await page.waitForURL(/profile=large/);
    await eventually(t, () => figure('Sessions').textContent(), /^6 /);
    await eventually(
      t,
      () => page.evaluate(() => document.activeElement?.tagName),
      'SELECT',
      'the focus stays where the work is',
    );
    const href = await page.getByRole('link', { name: 'Download as CSV' }).getAttribute('href');
    const csv = await (await page.request.get(`${hub.urls.http}${href}`)).text();
    t.true(csv.includes(',sessions,total,,6\r\n'), csv);
  },
);
