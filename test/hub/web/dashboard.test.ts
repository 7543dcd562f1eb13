import { readFile } from 'node:fs/promises';
import test from 'ava';
import { decodeToken } from '../../../protocol/index.ts';
import { eventually } from '../../harness/eventually.ts';
import { startHub } from '../../harness/hub.ts';
import { sharedOwner } from '../../harness/owner.ts';
import { enrolTotem } from '../../harness/totem.ts';
import { until } from '../../harness/until.ts';
import { openDesk, openShared, rowOf, type Shared, signIn } from './desk.ts';
import { newEditor, publish } from './published.ts';
import { doesAsTold, enrolled, health, nothingShown, wired } from './wired.ts';

const owner = sharedOwner();
let shared: Shared;
test.before(async () => {
  shared = await openShared(owner);
});
test.after.always(() => owner.end());

test.serial('a wrong password is refused, the right one leads to the page that was asked for', async (t) => {
  const { hub, page, mistakes } = await openDesk(t, { ...shared, signIn: false });
  await page.goto(`${hub.urls.http}/#/sites`);
  await signIn(page, 'not the password');
  await page.getByRole('alert').getByText('Name or password is wrong').waitFor();
  await eventually(
    t,
    () => page.getByLabel('Password').evaluate((input) => input === document.activeElement),
    true,
  );

  await signIn(page, hub.password);
  await page.getByRole('heading', { name: 'Sites', level: 1 }).waitFor();
  await eventually(t, () => page.title(), 'Sites · Totem');

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  t.deepEqual(mistakes, []);
});

test.serial(
  'a session that ended elsewhere leads to the sign-in, and from there back to the same page',
  async (t) => {
    const { hub, page } = await openDesk(t, shared);
    await page.getByRole('link', { name: 'Content', exact: true }).click();
    await page.getByText('No content yet').waitFor();
    await page.evaluate(() => fetch('/api/v1/session', { method: 'DELETE' }));
    await page.getByText('Your session has ended').waitFor({ timeout: 60_000 });
    await signIn(page, hub.password);
    await page.getByRole('heading', { name: 'Content', level: 1 }).waitFor();
    t.is(new URL(page.url()).hash, '#/content');
  },
);

test.serial('an empty fleet tells how to enrol, and the token it shows enrols the first totem', async (t) => {
  const { page, mistakes } = await openDesk(t, shared);
  await page.getByRole('button', { name: 'Enrol the first totem' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Ground floor');
  await dialog.getByLabel('Groups').fill('Town Halls!');
  await dialog.getByRole('button', { name: 'Make the token' }).click();
  await dialog.getByText('is no group name').waitFor();
  await dialog.getByLabel('Groups').fill('town-halls, pilot');
  await dialog.getByRole('button', { name: 'Make the token' }).click();

  const command = await dialog.locator('.command code').textContent();
  const [program, verb, token = ''] = String(command).split(/\s+/);
  t.deepEqual([program, verb], ['totem-agent', 'enrol']);
  t.true(decodeToken(token).ok);

  const raw = await enrolTotem(t, token);
  await dialog.getByRole('link', { name: raw.totem }).waitFor();
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  const row = rowOf(page, 'Ground floor');
  await row.getByText('Offline').waitFor();
  await row.getByText('town-halls').waitFor();
  t.deepEqual(mistakes, []);
});

test.serial(
  'a row appears when a totem connects, follows its health and faults, and its last will',
  async (t) => {
    const { hub, page } = await openDesk(t, { browser: shared.browser });
    await page.getByText('No totem yet').waitFor();
    const raw = await enrolled(t, hub, { name: 'Station', groups: ['stations'] });
    const row = rowOf(page, 'Station');
    await row.waitFor();

    const totem = await wired(raw, doesAsTold);
    await row.getByText('Online').waitFor();
    await totem.say('health', health());
    await row.getByRole('cell').nth(3).getByText('None').waitFor();

    const since = new Date().toISOString();
    const fault = {
      code: 'touch.device_lost',
      part: '/dev/input/event3',
      message: 'the node is gone',
      since,
    } as const;
    await totem.say('health', health({ faults: [fault] }));
    await row.getByText('1 fault, error').waitFor();
    await page.getByRole('link', { name: /With faults/ }).click();
    await eventually(t, () => page.getByRole('row').count(), 2);

    await row.getByRole('link', { name: 'Station' }).click();
    await page.getByRole('heading', { name: 'One fault' }).waitFor();
    await page.getByText('The touch device is gone; check its cable.').waitFor();
    await totem.say('health', health({ cpuPercent: 73 }));
    await page.getByText('73 %').waitFor();
    await eventually(t, () => page.getByRole('heading', { name: 'One fault' }).count(), 0);

    await totem.happened(1, { kind: 'content.activated', at: since, release: '20261123-1' });
    await page.getByText('New content is on the screen').waitFor();

    totem.vanish();
    await page.locator('.facts').getByText('Offline').waitFor();
    await eventually(t, () => page.getByRole('button', { name: 'Watch the screen' }).isDisabled(), true);
  },
);

test.serial('a screenshot is taken, shown and kept; an offline totem says what to do', async (t) => {
  const { hub, page, mistakes } = await openDesk(t, shared);
  const raw = await enrolled(t, hub, { name: 'Lobby' });
  const jpeg = await page.screenshot({ type: 'jpeg' });
  const totem = await wired(raw, async (_name, { id }) => {
    const stored = await raw.fetch(`${raw.gateway}/v1/pictures/${id}`, {
      method: 'PUT',
      headers: { 'content-type': 'image/jpeg' },
      body: jpeg,
    });
    return stored.ok
      ? { value: { bytes: jpeg.length } }
      : { error: { code: 'internal', message: 'not stored' } };
  });
  await rowOf(page, 'Lobby').getByText('Online').waitFor();
  await rowOf(page, 'Lobby').getByRole('link', { name: 'Lobby' }).click();
  await page.getByRole('button', { name: 'Screenshot' }).click();
  const picture = page.getByRole('img', { name: 'What Lobby showed' });
  await picture.waitFor();
  await eventually(t, () => picture.evaluate((image: HTMLImageElement) => image.naturalWidth), 1440);

  const arriving = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download' }).click();
  const download = await arriving;
  t.regex(download.suggestedFilename(), new RegExp(`^${raw.totem}-.*\\.jpg$`));
  t.deepEqual(await readFile(await download.path()), jpeg);

  totem.vanish();
  await page.locator('.facts').getByText('Offline').waitFor();
  await page.getByRole('button', { name: 'Take another' }).click();
  await page.getByRole('alert').getByText('not connected').waitFor();
  t.deepEqual(mistakes, []);
});

test.serial('the live screen shows frames, taps where it is clicked and never into a session', async (t) => {
  const { hub, page } = await openDesk(t, shared);
  const raw = await enrolled(t, hub, { name: 'Library' });
  const jpeg = await page.screenshot({ type: 'jpeg' });
  const told: { name: string; arguments: unknown }[] = [];
  let session = false;
  await wired(raw, async (name, command) => {
    told.push({ name, arguments: command.arguments });
    if (name === 'live' && !endsLive(command.arguments)) {
      const headers = { 'content-type': 'image/jpeg' };
      for (const _frame of [1, 2]) {
        await raw.fetch(`${raw.gateway}/v1/frames`, { method: 'POST', headers, body: jpeg });
      }
    }
    if (name === 'tap' && session) return { error: { code: 'session_active', message: 'in use' } };
    return { value: {} };
  });
  await rowOf(page, 'Library').getByText('Online').waitFor();
  await rowOf(page, 'Library').getByRole('link', { name: 'Library' }).click();
  t.is(told.length, 0);
  await page.getByRole('button', { name: 'Watch the screen' }).click();
  const screen = page.getByRole('button', { name: /^Live screen of Library/ });
  const framed = () => screen.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth > 0);
  await until('a frame', async () => {
    if (await framed()) return true;
    await raw.fetch(`${raw.gateway}/v1/frames`, {
      method: 'POST',
      headers: { 'content-type': 'image/jpeg' },
      body: jpeg,
    });
    return await framed();
  });

  const box = await screen.boundingBox();
  if (!box) throw new Error('the live screen has no place');
  await page.mouse.click(box.x + box.width / 4, box.y + box.height / 2);
  await page.getByText('Tapped.').waitFor();
  const tap = told.find(({ name }) => name === 'tap')?.arguments;
  t.like(rounded(tap), { x: 0.25, y: 0.5 });

  session = true;
  await screen.press('ArrowRight');
  await screen.press('Enter');
  await page.getByText('A citizen is using this totem').waitFor();
  t.like(rounded(told.filter(({ name }) => name === 'tap').at(-1)?.arguments), { x: 0.27, y: 0.5 });

  await page.getByRole('button', { name: 'Reload display' }).click();
  await page.getByText('builds its display again').waitFor();
  await page.getByRole('link', { name: 'Sites', exact: true }).click();
  await until('the totem to be told to stop', () =>
    told.some(({ name, arguments: args }) => name === 'live' && endsLive(args)),
  );
});

function endsLive(args: unknown): boolean {
  return Object(args).seconds === 0;
}

/** A tap's place to two digits, as a hand can aim. */
function rounded(place: unknown): Record<string, number> {
  const entries = Object.entries(Object(place)).map(([name, value]) => [
    name,
    Math.round(Number(value) * 100) / 100,
  ]);
  return Object.fromEntries(entries);
}

test.serial('a totem is renamed, put in groups and at a site, and revoked after asking', async (t) => {
  const { hub, page } = await openDesk(t, { browser: shared.browser });
  const raw = await enrolled(t, hub, { name: 'Before' });
  await page.getByRole('link', { name: 'Sites', exact: true }).click();
  await page.getByLabel('Name').fill('Town hall');
  await page.getByLabel('Town').fill('Rho');
  await page.getByRole('button', { name: 'Add' }).click();
  await page.getByText('Town hall was added.').waitFor();
  await page.goto(`${hub.urls.http}/#/totems/${raw.totem}`);
  await page.getByLabel('Name').fill('After');
  await page.getByLabel('Site').selectOption({ label: 'Town hall, Rho' });
  await page.getByLabel('Groups').fill('Pilot  town-halls');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'After', level: 1 }).waitFor();
  await page.locator('.facts').getByText('pilot').waitFor();
  await eventually(t, () => page.getByLabel('Groups').inputValue(), 'pilot, town-halls');

  await page.getByRole('button', { name: 'Revoke this totem…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Keep it' }).click();
  await eventually(t, () => page.getByRole('dialog').count(), 0);
  await page.getByRole('button', { name: 'Revoke this totem…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click();
  await page.getByText('After was revoked.').waitFor();
  await page.getByText('No totem yet').waitFor();
});

test.serial('releases tell how far they are, and an older one is brought back', async (t) => {
  const { hub, page } = await openDesk(t, { browser: shared.browser });
  const editor = await newEditor(hub, 'Comunicazione');
  const raw = await enrolled(t, hub, { name: 'Lobby', groups: ['pilot'] });
  const totem = await wired(raw, doesAsTold);
  await page.getByRole('link', { name: 'Content', exact: true }).click();
  await publish(hub, editor, '20261101-1', 'Autumn', ['all']);
  const autumn = page.getByRole('region', { name: 'Autumn' });
  await autumn.getByText('On 0 of 1 totem').waitFor();
  await autumn.getByText('Comunicazione').waitFor();
  const shows = (release: string) =>
    totem.say('reported', {
      ...nothingShown,
      content: { ...nothingShown.content, active: release, progress: 1 },
    });
  await shows('20261101-1');
  await autumn.getByText('On 1 of 1 totem').waitFor();

  await publish(hub, editor, '20261201-1', 'Winter', ['all']);
  await page.getByRole('region', { name: 'Winter' }).getByText('On 0 of 1 totem').waitFor();
  await autumn.getByRole('button', { name: /Go back to this release/ }).click();
  await page.getByRole('dialog').getByLabel('Group').selectOption('all');
  await page.getByRole('dialog').getByRole('button', { name: 'Assign' }).click();
  await page.getByText('Autumn was assigned to all.').waitFor();
  await autumn.getByText('On 1 of 1 totem').waitFor();
  await eventually(t, () => page.getByRole('region', { name: 'Winter' }).getByText('Not in use').count(), 1);
});

test.serial(
  'a hub that is killed is missed, and one that takes its place is found with what changed',
  async (t) => {
    const { hub, page } = await openDesk(t, { browser: shared.browser });
    await page.getByText('No totem yet').waitFor();
    await hub.kill('SIGKILL');
    await page.getByText('Hub not reached').waitFor();
    const next = await startHub(t, { data: hub.data, environment: hub.ports });
    await enrolled(t, next, { name: 'Newcomer' });
    await rowOf(page, 'Newcomer').waitFor({ timeout: 60_000 });
    await eventually(t, () => page.locator('.connection').textContent(), 'Live');
  },
);
