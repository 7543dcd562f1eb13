import test from 'ava';
import { serviceCodeOf } from '../../../protocol/service-code.ts';
import { eventually } from '../../harness/eventually.ts';
import { openDesk } from './desk.ts';
import { enrolled } from './wired.ts';

test('the page of a totem makes service codes, also when the hub is gone, and shows who asked', async (t) => {
  const { hub, page, mistakes } = await openDesk(t);
  const raw = await enrolled(t, hub, { name: 'Station' });
  const secret = raw.service?.secret ?? '';
  await page.goto(`${hub.urls.http}/#/totems/${raw.totem}`);
  const card = page.getByRole('region', { name: 'Service code' });
  const code = (counter: number) => {
    const digits = serviceCodeOf(secret, counter);
    return `${digits.slice(0, 4)} ${digits.slice(4)}`;
  };
  await card.getByLabel('Number on the screen').fill('483 920');
  await card.getByRole('button', { name: 'Make the code' }).click();
  await card.getByText(code(483_920)).waitFor();
  await card.getByText('admin asked for a code for 483920').waitFor();

  await card.getByRole('button', { name: 'Take along for use without network' }).click();
  await card.getByText('admin took the key along').waitFor();
  // The key is replaced only by who confirms it; the keys that were taken along are worth nothing then.
  await card.getByRole('button', { name: 'Replace the key…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Keep the key' }).click();
  await dialog.waitFor({ state: 'detached' });
  await eventually(t, () => card.getByText('admin replaced the key').count(), 0);
  t.deepEqual(mistakes, []);
  await hub.stop();
  await card.getByLabel('Number on the screen').fill('483921');
  await card.getByRole('button', { name: 'Make the code' }).click();
  await card.getByText(code(483_921)).waitFor();
});
