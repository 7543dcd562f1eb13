import { readFile } from 'node:fs/promises';
import test from 'ava';
import type { ReportedState } from '../../../protocol/index.ts';
import { accessibilityProblems } from '../../harness/axe.ts';
import { overflow } from '../../harness/browser.ts';
import { sha256Of } from '../../harness/release.ts';
import { firmwareBench } from '../../harness/signed-bundle.ts';
import { openDesk } from './desk.ts';
import { doesAsTold, enrolled, nothingShown, wired } from './wired.ts';

type State = NonNullable<ReportedState['firmware']>['state'];

function reported(state: State, version: string, target: { sha256: string } | null = null): ReportedState {
  return {
    ...nothingShown,
    revision: 99,
    firmware: {
      state,
      service: 'ready',
      compatible: 'totem-test',
      booted: { slot: 'rootfs.0', version, since: '2026-11-01T10:00:00.000Z' },
      other: { slot: 'rootfs.1', version: '1.0.0', boot: 'good' },
      target: target && { version: '2.0.0', sha256: target.sha256, attempt: 1 },
      progress: 0,
      waiting: [],
      problem: state === 'failed' ? { code: 'internal', message: 'the screen stayed black' } : null,
      transfer: null,
    },
  };
}

test('firmware is rolled out from the dashboard, live, halted by a failure, and resumed after asking', async (t) => {
  const { hub, page, mistakes } = await openDesk(t);
  const bench = await firmwareBench(t);
  await page.getByRole('link', { name: 'Firmware', exact: true }).click();
  await page.getByText('No firmware yet').waitFor();
  t.deepEqual(await accessibilityProblems(page), [], 'no firmware');
  await page.getByRole('link', { name: 'Rollouts', exact: true }).click();
  await page.getByText('No rollout yet').waitFor();

  const pem = await readFile(bench.keys.authority.certificate, 'utf8');
  await hub.api('/firmware-authorities', { method: 'POST', body: JSON.stringify({ pem }) });
  const bytes = await readFile(await bench.bundle({ version: '2.0.0' }));
  const sha256 = sha256Of(bytes);
  const headers = { 'content-type': 'application/octet-stream' };
  await hub.api(`/artifacts/${sha256}`, { method: 'PUT', headers, body: bytes });
  t.is((await hub.api('/firmware', { method: 'POST', body: JSON.stringify({ sha256 }) })).status, 201);

  const raws = [await enrolled(t, hub, { name: 'Lobby' }), await enrolled(t, hub, { name: 'Station' })];
  raws.sort((a, b) => (a.totem < b.totem ? -1 : 1));
  const [first, second] = await Promise.all(raws.map((raw) => wired(raw, doesAsTold)));
  if (!first || !second) return t.fail();
  for (const totem of [first, second]) await totem.say('reported', reported('idle', '1.0.0'));

  await page.getByRole('link', { name: 'Firmware', exact: true }).click();
  const card = page.getByRole('region', { name: '2.0.0' });
  await card.getByText('Runs on 0 totems').waitFor();
  t.deepEqual(await accessibilityProblems(page), [], 'firmware');
  await card.getByRole('button', { name: /Roll out/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Phases').fill('one');
  await dialog.getByRole('button', { name: 'Start' }).click();
  await dialog.getByRole('alert').getByText('Phases are numbers').waitFor();
  t.deepEqual(await accessibilityProblems(page), [], 'form');
  await dialog.getByLabel('Phases').fill('1, 100%');
  await dialog.getByLabel('Soak').fill('0s');
  await dialog.getByRole('button', { name: 'Start' }).click();

  await page.getByRole('heading', { name: 'Rollout 1: 2.0.0', level: 1 }).waitFor();
  const phases = page.getByRole('region', { name: 'Phases' });
  await phases.getByText('1 on its way').waitFor();
  await first.say('reported', reported('confirmed', '2.0.0', { sha256 }));
  await phases.getByText('1 succeeded').waitFor();
  await phases.getByText('1 on its way').waitFor();
  await second.say('reported', reported('failed', '1.0.0', { sha256 }));
  await page.getByText('Paused: 1 of 2 totems failed').waitFor();
  await page.getByText('the screen stayed black').waitFor();
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(viewport);
    t.deepEqual(await accessibilityProblems(page), [], `rollout ${viewport.width}`);
    t.is(await overflow(page), 0, `rollout ${viewport.width}`);
  }

  await page.getByRole('button', { name: 'Resume…' }).click();
  await page.getByRole('dialog').getByText('in spite of 1 totem').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Go on', exact: true }).click();
  await page.locator('.facts').getByText('Finished').waitFor();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Rollouts' }).click();
  await page
    .getByRole('row', { name: /firmware 2\.0\.0/ })
    .getByText('1 succeeded, 1 failed')
    .waitFor();
  t.is(await overflow(page), 0, 'list');
  t.deepEqual(await accessibilityProblems(page), [], 'list');
  await page.goto(`${hub.urls.http}/#/totems/${first.raw.totem}`);
  await page.getByRole('region', { name: 'Firmware' }).getByText('2.0.0 in slot rootfs.0').waitFor();
  t.deepEqual(mistakes, []);
});
