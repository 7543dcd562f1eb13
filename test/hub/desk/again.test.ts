import test from 'ava';
import { eventually } from '../../harness/eventually.ts';
import { openCitizen, openDesk, openWorld, type World } from './fixture.ts';

declare global {
  interface Window {
    /** Plugs camera and microphone in. */
    plug(): void;
  }
}

/** A machine without camera and microphone, until somebody plugs them in. */
function unplugged(): void {
  const { mediaDevices } = navigator;
  const ask = mediaDevices.getUserMedia.bind(mediaDevices);
  const list = mediaDevices.enumerateDevices.bind(mediaDevices);
  let there = false;
  mediaDevices.getUserMedia = async (wanted) => {
    if (!there) throw new DOMException('there is none', 'NotFoundError');
    return ask(wanted);
  };
  mediaDevices.enumerateDevices = async () => (there ? list() : []);
  window.plug = () => {
    there = true;
    mediaDevices.dispatchEvent(new Event('devicechange'));
  };
}

let world: World;
test.before(async () => {
  world = await openWorld({ anna: 'operator', bruno: 'operator' });
});
test.after.always(() => world.end());

test.serial(
  'a desk that is loaded again rings on; of what was written before it says that it is gone',
  async (t) => {
    const { hub, browser, script } = world;
    const { page, mistakes } = await openDesk(browser, hub, 'anna');
    await page.getByRole('button', { name: 'Become available' }).click();
    const citizen = await openCitizen(browser, hub, script);
    await citizen.ask({ mode: 'text' });
    await page.getByRole('alertdialog').waitFor();
    await page.reload();
    const ring = page.getByRole('alertdialog');
    await ring.getByText('Iscriversi al centro per l’impiego').waitFor();
    await ring.getByText(/rings for \d+ s more/).waitFor();
    await ring.getByRole('button', { name: 'Answer' }).click();
    await citizen.sees('the operator', ({ state }) => state === 'connected');
    await page.getByText('Nothing has been written.').waitFor();
    await citizen.page.evaluate(() => window.citizen.write('Ho perso la carta', true));
    const log = page.getByRole('log');
    await log.getByText('Ho perso la carta').waitFor();

    await page.reload();
    await log.getByText('What was written before is no longer here').waitFor();
    await citizen.sees('the operator again', ({ states }) => states.at(-1) === 'connected');
    await citizen.page.evaluate(() => window.citizen.write('Mi legge?', true));
    await log.getByText('Mi legge?').waitFor();
    await eventually(t, () => log.getByText('Ho perso la carta').count(), 0);
    await page.getByRole('button', { name: 'Hang up' }).click();
    await page.getByRole('heading', { name: 'Call over' }).waitFor();
    t.deepEqual(mistakes, []);
    for (const each of [page, citizen.page]) await each.context().close();
  },
);

test.serial('who has no camera and no microphone can plug them in while talking', async (t) => {
  const { hub, browser, script } = world;
  const { page, mistakes } = await openDesk(browser, hub, 'bruno');
  await page.context().addInitScript(unplugged);
  await page.reload();
  await page.getByText('No camera or no microphone was found.').waitFor();
  await page.getByRole('button', { name: 'Become available' }).click();
  const citizen = await openCitizen(browser, hub, script);
  await citizen.ask();
  await page.getByRole('button', { name: 'Answer' }).click();
  await citizen.sees('the operator', ({ state, flowing }) => state === 'connected' && flowing);
  const { pictures, sounds } = await citizen.sees('nobody', () => true);
  t.deepEqual([pictures, sounds], [[], []]);
  await eventually(t, () => page.getByRole('button', { name: /icrophone/ }).count(), 0);

  await page.evaluate(() => window.plug());
  await page.getByRole('button', { name: 'Use the microphone' }).click();
  await citizen.sees('the sound', (seen) => seen.sounds.includes('operator'));
  await page.getByRole('button', { name: 'Microphone on' }).waitFor();
  await page.getByRole('button', { name: 'Camera off' }).click();
  await citizen.sees('the picture', (seen) => seen.pictures.includes('operator'));
  await page.getByRole('button', { name: 'Camera on' }).waitFor();
  await page.getByRole('button', { name: 'Hang up' }).click();
  await page.getByRole('heading', { name: 'Call over' }).waitFor();
  t.deepEqual(mistakes, []);
  for (const each of [page, citizen.page]) await each.context().close();
});
