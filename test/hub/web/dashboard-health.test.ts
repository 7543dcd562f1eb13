import test from 'ava';
import { eventually } from '../../harness/eventually.ts';
import { openDesk } from './desk.ts';
import { doesAsTold, enrolled, health, wired } from './wired.ts';

test('all groups of a totem’s health are shown in words, and what is wrong stands out', async (t) => {
  const { hub, page, mistakes } = await openDesk(t);
  const totem = await wired(await enrolled(t, hub, { name: 'Atrio' }), doesAsTold);
  await totem.say(
    'health',
    health({
      power: { undervoltage: true, undervoltageSinceBoot: true },
      clock: { offsetSeconds: -120.4, source: 'none', synchronised: false },
      service: {
        state: 'in_service',
        since: null,
        failing: [{ part: 'page', reason: 'the page has not answered for 46 s' }],
        starts: 12,
        startsLastHour: 1,
      },
    }),
  );
  await page.goto(`${hub.urls.http}/#/totems/${totem.raw.totem}`);
  const row = (name: string) => page.locator('.health-groups dl > div').filter({ hasText: name });
  await row('Not alive: page').getByText('has not answered for 46 s').waitFor();
  await row('To the hub and back').getByText('13 ms, 0 % late or lost').waitFor();
  await row('Clock').getByText('120.4 s ahead of the hub, set by nobody').waitFor();
  await row('Life of mmcblk0').getByText('20 % used, reserve normal').waitFor();
  await row('Sound').getByText('bcm2835 Headphones').waitFor();
  await row('Slot').getByText('A', { exact: true }).waitFor();
  await eventually(t, () => row('Voltage too low').getAttribute('class'), 'row-bad');
  await eventually(t, () => page.locator('.health-groups .row-bad').count(), 3);
  for (const title of ['Service', 'Board', 'Network and clock', 'Devices', 'Program']) {
    await page.locator('.health-groups').getByRole('heading', { name: title }).waitFor();
  }
  t.deepEqual(mistakes, []);
});
