import test from 'ava';
import { CallReport } from '../../../protocol/calls/index.ts';
import { validatorOf } from '../../../protocol/index.ts';
import { eventually } from '../../harness/eventually.ts';
import { enter } from '../../harness/firefox.ts';
import { openFirefoxDesk, pressIn } from './firefox.ts';
import { openCitizen, openDesk, openWorld, type World } from './fixture.ts';
import { pdfOf } from './pdf.ts';

const readReport = validatorOf(CallReport);

let world: World;
test.before(async () => {
  world = await openWorld({ anna: 'operator', bruno: 'operator', carla: 'operator' });
});
test.after.always(() => world.end());

test.serial('a call from its ring to its tags, with text, a document and a handing on', async (t) => {
  const { hub, browser, script } = world;
  const anna = await openDesk(browser, hub, 'anna');
  const { page } = anna;
  await page.getByText('You can be heard.').waitFor();
  await page.getByRole('button', { name: 'Become available' }).click();
  await page.getByText('Nobody is waiting').waitFor();

  const citizen = await openCitizen(browser, hub, script);
  await citizen.ask();
  const ring = page.getByRole('alertdialog');
  await ring.getByText('Iscriversi al centro per l’impiego').waitFor();
  await eventually(t, () => page.title(), '☎ Ringing · Totem desk');
  await eventually(t, () => page.evaluate(() => document.activeElement?.textContent?.trim()), 'Answer');
  await page.keyboard.press('Enter');
  await citizen.sees(
    'the operator',
    ({ state, pictures }) => state === 'connected' && pictures.includes('operator'),
  );
  const remote = page.getByLabel('The citizen', { exact: true });
  await remote.waitFor({ state: 'visible' });
  await page.waitForFunction(() => {
    const video = document.querySelector<HTMLVideoElement>('video[aria-label="The citizen"]');
    return (video?.videoWidth ?? 0) > 0 && (video?.currentTime ?? 0) > 0;
  });

  // The sound of the made-up devices: both are seen to be heard.
  await page.locator('.stage-citizen[data-speaks]').waitFor();
  await page.locator('.stage-self.stage-speaks').waitFor();

  // Text, letter by letter.
  await page.getByLabel('Write to the citizen').fill('Buongiorno');
  await citizen.sees('the growing line', ({ texts }) => texts.includes('operator: Buongiorno'));
  await page.getByLabel('Write to the citizen').press('Enter');
  await citizen.page.evaluate(() => window.citizen.write('Non sento bene', true));
  await page.getByRole('log').getByText('Non sento bene').waitFor();
  await page.locator('.stage-caption').getByText('Non sento bene').waitFor();

  // A PDF, page by page, with a pointer.
  await page.getByRole('button', { name: 'Show' }).click();
  await page.getByRole('button', { name: 'PDF or picture' }).click();
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'Modulo.pdf', mimeType: 'application/pdf', buffer: pdfOf(3) });
  await citizen.sees('the first page', ({ share }) => share.kind === 'document' && share.page === 1);
  await page.getByRole('button', { name: 'Next' }).click();
  const { share } = await citizen.sees(
    'the second page',
    (seen) => seen.share.kind === 'document' && seen.share.page === 2,
  );
  t.like(share, { kind: 'document', title: 'Modulo', pages: 3, pointer: null });
  const sheet = page.getByRole('application');
  await sheet.focus();
  await page.keyboard.press('ArrowRight');
  await citizen.sees(
    'the pointer',
    (seen) => seen.share.kind === 'document' && Math.abs((seen.share.pointer?.x ?? 0) - 0.53) < 0.001,
  );
  await page.keyboard.press('PageDown');
  await citizen.sees(
    'the third page without a pointer',
    (seen) => seen.share.kind === 'document' && seen.share.page === 3 && seen.share.pointer === null,
  );

  // Handed on with a note, to a colleague who works in Firefox.
  const bruno = await openFirefoxDesk(t, hub, 'bruno');
  await pressIn(bruno, 'Become available');
  await page.getByRole('button', { name: 'Hand on' }).click();
  await page.getByLabel('To', { exact: true }).selectOption('operator bruno');
  await page.getByLabel('Note').fill('Vuole il modulo B');
  await page.getByRole('dialog').getByRole('button', { name: 'Hand on' }).click();
  await page.getByRole('heading', { name: 'Call handed on' }).waitFor();
  await bruno.holds(
    'the note',
    `document.querySelector('dialog')?.textContent.includes('Vuole il modulo B')`,
  );
  await bruno.type(enter);
  await citizen.sees(
    'the next operator',
    ({ state, pictures }) => state === 'connected' && pictures.includes('operator'),
  );
  await bruno.holds(
    'the citizen',
    `document.querySelector('video[aria-label="The citizen"]')?.videoWidth > 0`,
  );
  await pressIn(bruno, 'Show');
  await pressIn(bruno, 'Attivare un tirocinio');
  await citizen.sees('the card', (seen) => seen.share.kind === 'card' && seen.share.card === 'tirocinio');
  await pressIn(bruno, 'Hang up');
  await citizen.sees('the end', ({ state, outcome }) => state === 'ended' && outcome === 'answered');
  await bruno.holds('the end', `document.querySelector('h1')?.textContent === 'Call over'`);
  await pressIn(bruno, 'Solved');
  await bruno.evaluate(`document.querySelector('.tag-form input').focus()`);
  await bruno.type(...'Modulo B', enter);
  await pressIn(bruno, 'File and be available');
  await bruno.holds('the tags', `document.body.textContent.includes('Filed under Solved, Modulo B.')`);
  await bruno.holds('the queue', `document.body.textContent.includes('Nobody is waiting')`);
  const report = readReport(await (await hub.api('/calls/report')).json());
  if (!report.ok) throw new Error(report.error.message);
  t.deepEqual([report.value.total.offered, report.value.total.answered], [1, 1]);
  t.deepEqual(anna.mistakes, []);
  for (const each of [page, citizen.page]) await each.context().close();
});

test.serial(
  'a desk that is loaded again or opened elsewhere goes on with its call; when it crashes the citizen is told',
  async (t) => {
    const { hub, browser, script } = world;
    const { page, mistakes } = await openDesk(browser, hub, 'carla');
    await page.getByRole('button', { name: 'Become available' }).click();
    const citizen = await openCitizen(browser, hub, script);
    await citizen.ask();
    await page.getByRole('button', { name: 'Answer' }).click();
    await citizen.sees(
      'the operator',
      ({ state, pictures }) => state === 'connected' && pictures.includes('operator'),
    );

    await page.reload();
    await citizen.sees(
      'the operator gone and there again',
      ({ states, pictures }) =>
        states.includes('interrupted') && states.at(-1) === 'connected' && pictures.includes('operator'),
    );
    await page.getByLabel('The citizen', { exact: true }).waitFor();
    await page.getByLabel('Write to the citizen').fill('Eccomi');
    await citizen.sees('what is written', ({ texts }) => texts.includes('operator: Eccomi'));
    t.deepEqual(mistakes, []);

    // The same desk in another window: calls ring there, and this one says so.
    const other = await page.context().newPage();
    await other.goto(`${hub.urls.http}/desk/`);
    await page.getByText('Your desk is open somewhere else').waitFor();
    await citizen.sees(
      'the operator there',
      ({ state, pictures }) => state === 'connected' && pictures.includes('operator'),
    );

    await page.context().close();
    await citizen.sees('that the operator is gone', ({ state }) => state === 'interrupted');
    await citizen.page.evaluate(() => window.citizen.leave());
    await citizen.sees('the end', ({ state, outcome }) => state === 'ended' && outcome === 'answered');
    await citizen.page.context().close();
  },
);
