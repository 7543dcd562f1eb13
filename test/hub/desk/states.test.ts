import test from 'ava';
import type { Page } from 'playwright-core';
import { CallReport } from '../../../protocol/calls/index.ts';
import { validatorOf } from '../../../protocol/index.ts';
import { eventually } from '../../harness/eventually.ts';
import { openCitizen, openDesk, openWorld, type World } from './fixture.ts';
import { pdfOf } from './pdf.ts';
import { checkState, press, tabTo } from './walk.ts';

const readReport = validatorOf(CallReport);

const figure = (page: Page, name: string) =>
  page.locator('.wall-figures > div').filter({ hasText: name }).locator('dd').textContent();

let world: World;
test.before(async () => {
  world = await openWorld({ anna: 'operator', bruno: 'operator', carla: 'operator', sara: 'supervisor' });
});
test.after.always(() => world.end());

test.serial('the wall has the figures of the API; who listens is named to everybody', async (t) => {
  const { hub, browser, script } = world;
  const anna = await openDesk(browser, hub, 'anna');
  await eventually(t, () => anna.page.getByRole('link', { name: 'Wall' }).count(), 0);
  const sara = await openDesk(browser, hub, 'sara');
  await sara.page.getByRole('link', { name: 'Wall' }).click();
  await sara.page.getByText('Nobody waits, nobody talks.').waitFor();

  const gone = await openCitizen(browser, hub, script);
  await gone.ask({ mode: 'text' });
  await sara.page.locator('.wall-urgent').getByText('1', { exact: true }).waitFor();
  await gone.page.evaluate(() => window.citizen.leave());
  await gone.sees('the end', ({ outcome }) => outcome === 'abandoned');

  await anna.page.getByRole('button', { name: 'Become available' }).click();
  const citizen = await openCitizen(browser, hub, script);
  await citizen.ask({ mode: 'voice' });
  await anna.page.getByRole('button', { name: 'Answer' }).click();
  await citizen.sees('the operator', ({ state, flowing }) => state === 'connected' && flowing);

  await sara.page.getByText('Talking').waitFor();
  await checkState(t, sara.page, 'wall');
  await sara.page.getByRole('button', { name: /^Listen/ }).click();
  await sara.page.getByText('You listen.').waitFor();
  await citizen.sees('that somebody listens', ({ parties }) => parties.some(({ listens }) => listens));
  await anna.page.getByText('A supervisor listens').waitFor();
  await eventually(t, () => sara.page.getByRole('button', { name: /^Microphone/ }).count(), 0);
  await checkState(t, sara.page, 'listening');
  // The citizen hears nobody new: who listens sends nothing.
  await citizen.sees('sound as before', ({ flowing }) => flowing);
  await sara.page.getByRole('button', { name: 'Leave' }).click();
  await citizen.sees('that nobody listens', ({ parties }) => !parties.some(({ listens }) => listens));
  await citizen.page.evaluate(() => window.citizen.leave());
  await anna.page.getByRole('heading', { name: 'Call over' }).waitFor();

  await sara.page.getByText('Nobody waits, nobody talks.').waitFor();
  const answer = readReport(await (await hub.api('/calls/report')).json());
  if (!answer.ok) throw new Error(answer.error.message);
  const { offered, answered, abandoned, serviceLevel } = answer.value.total;
  t.deepEqual([offered, answered, abandoned, serviceLevel], [2, 1, 1, 0.5]);
  await eventually(t, () => figure(sara.page, 'Offered'), String(offered));
  await eventually(t, () => figure(sara.page, 'Answered'), String(answered));
  await eventually(t, () => figure(sara.page, 'Abandoned'), String(abandoned));
  await eventually(t, () => figure(sara.page, 'Service level'), '50 %');
  await eventually(t, () => figure(sara.page, 'Waiting now'), '0');
  const row = sara.page.getByRole('row', { name: /Ufficio relazioni/ });
  await eventually(t, () => row.locator('td[data-name=Offered]').textContent(), '2');
  t.deepEqual([...anna.mistakes, ...sara.mistakes], []);
  for (const each of [anna.page, sara.page, citizen.page]) await each.context().close();
});

test.serial(
  'a whole call without a mouse; axe finds nothing in any state, and nothing is wider than the window',
  async (t) => {
    const { hub, browser, script } = world;
    const { page, mistakes } = await openDesk(browser, hub, 'carla');
    await openDesk(browser, hub, 'bruno');
    await page.getByText('You can be heard.').waitFor();
    await checkState(t, page, 'my desk');
    await press(page, 'Become available');
    await page.getByText('Nobody is waiting').waitFor();
    await eventually(t, () => page.evaluate(() => document.activeElement?.textContent), 'Queue');
    await press(page, 'Away', 'Shift+Tab');
    await page.getByText('You are away').waitFor();

    const citizen = await openCitizen(browser, hub, script);
    await citizen.ask({ mode: 'text' });
    await page.getByRole('heading', { name: 'Iscriversi al centro per l’impiego' }).waitFor();
    await checkState(t, page, 'queue');
    await press(page, 'Available', 'Shift+Tab');
    await page.getByRole('alertdialog').waitFor();
    await checkState(t, page, 'ringing');
    // It is declined on purpose or not at all.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await press(page, 'Answer');
    await citizen.sees('the operator', ({ state }) => state === 'connected');

    await press(page, 'Write to the citizen');
    await page.keyboard.type('Buongiorno');
    await page.keyboard.press('Enter');
    await citizen.sees('the line', ({ texts }) => texts.includes('operator: Buongiorno'));

    // Arrow keys go from tab to tab (WAI-ARIA, tabs).
    await tabTo(page, 'Text', 'Shift+Tab');
    await page.keyboard.press('ArrowRight');
    await press(page, 'Search the cards');
    await page.keyboard.type('tirocinio');
    await press(page, 'Attivare un tirocinio');
    await citizen.sees('the card', ({ share }) => share.kind === 'card' && share.card === 'tirocinio');
    await press(page, 'Take it away');
    await citizen.sees('nothing', ({ share }) => share.kind === 'none');

    await press(page, 'Form');
    await press(page, 'Title');
    await page.keyboard.type('Recapito');
    await press(page, 'What is asked');
    await page.keyboard.type('Telefono');
    await page.getByLabel('Kind of answer').selectOption('phone');
    await checkState(t, page, 'a form');
    await press(page, 'Show the form');
    const { share } = await citizen.sees('the form', (seen) => seen.share.kind === 'form');
    if (share.kind !== 'form') return t.fail();
    t.like(share, { title: 'Recapito', fields: [{ label: 'Telefono', kind: 'phone', required: true }] });
    await citizen.page.evaluate(
      (form) => window.citizen.fill(form, [{ name: 'question-1', value: '02 7740 1' }]),
      share.form,
    );
    await page.getByText('02 7740 1').waitFor();
    await press(page, 'Take it away');

    await press(page, 'Appointment');
    await page.getByLabel('Day and time').fill('2099-03-01T10:30');
    await checkState(t, page, 'an appointment');
    await press(page, 'Show the appointment');
    const made = await citizen.sees('the appointment', (seen) => seen.share.kind === 'appointment');
    t.like(made.share, { title: 'Ufficio relazioni con il pubblico', place: 'Via Vivaio 1, Milano' });
    await press(page, 'Take it away');

    await press(page, 'PDF or picture');
    const file = page.locator('input[type=file]');
    await file.setInputFiles({
      name: 'foglio.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.4 broken'),
    });
    await page.getByText('This PDF is broken').waitFor();
    await file.setInputFiles({ name: 'foglio.pdf', mimeType: 'application/pdf', buffer: pdfOf(2, 842, 595) });
    await page.getByText('Page 1 of 2').waitFor();
    await checkState(t, page, 'a document');
    await press(page, 'Take it away', 'Shift+Tab');

    await page.setViewportSize({ width: 1440, height: 900 });
    await press(page, 'Ask in', 'Shift+Tab');
    await page.getByRole('dialog').getByText('bruno').waitFor();
    await page.keyboard.press('Escape');
    await press(page, 'Hand on');
    await checkState(t, page, 'handing on');
    await page.keyboard.press('Escape');
    await press(page, 'Hang up');
    await page.getByRole('heading', { name: 'Call over' }).waitFor();
    await checkState(t, page, 'after the call');
    await press(page, 'Information given');
    await press(page, 'File and stay away');
    await page.getByText('Filed under Information given.').waitFor();
    await page.getByText('You are away').waitFor();
    t.deepEqual(mistakes, []);
  },
);
