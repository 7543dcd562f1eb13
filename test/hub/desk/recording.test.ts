import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import type { Page } from 'playwright-core';
import { openVault } from '../../../hub/vault/index.ts';
import { eventually } from '../../harness/eventually.ts';
import { until } from '../../harness/until.ts';
import { openCitizen, openDesk, openWorld, type World } from './fixture.ts';
import { checkState } from './walk.ts';

let world: World;
test.before(async () => {
  world = await openWorld({ anna: 'operator', bruno: 'operator', sara: 'supervisor' });
});
test.after.always(() => world.end());

/** Parts come every five seconds, on a busy machine later (ms). */
const patience = 60_000;

/** What the citizen says all the time: a tone that no other microphone of the test makes (Hz). */
const tone = 880;
const says = `navigator.mediaDevices.getUserMedia = async () => {
  const context = new AudioContext();
  const voice = new OscillatorNode(context, { frequency: ${tone} });
  const out = context.createMediaStreamDestination();
  voice.connect(new GainNode(context, { gain: 0.2 })).connect(out);
  voice.start();
  return out.stream;
}`;

/** Length of a take (s), and how loud the citizen's tone and everything else are in it, as a browser decodes it. */
const hear = (page: Page, address: string) =>
  page.evaluate<{ seconds: number; tone: number; rest: number }>(`(async () => {
    const bytes = await (await fetch('${address}')).arrayBuffer();
    const sound = await new AudioContext().decodeAudioData(bytes);
    const samples = sound.getChannelData(0);
    const length = 4800;
    let [tone, rest] = [0, 0];
    for (let from = 0; from + length <= samples.length; from += length) {
      let [real, imaginary, power] = [0, 0, 0];
      for (let at = 0; at < length; at += 1) {
        const angle = (2 * Math.PI * ${tone} * at) / sound.sampleRate;
        real += samples[from + at] * Math.cos(angle);
        imaginary += samples[from + at] * Math.sin(angle);
        power += samples[from + at] ** 2;
      }
      const mine = (2 * (real ** 2 + imaginary ** 2)) / length ** 2;
      tone = Math.max(tone, Math.sqrt(mine));
      rest = Math.max(rest, Math.sqrt(Math.max(0, power / length - mine)));
    }
    return { seconds: sound.duration, tone, rest };
  })()`);

test('a call that its citizen agreed to have recorded, with an interpreter, handed on, through a crash', async (t) => {
  t.timeout(240_000);
  const { hub, browser, script } = world;
  const folder = join(hub.data, 'calls', 'recordings');
  /** Sealed files by take, in the order in which they came. */
  const takes = async () => {
    const found = new Map<string, string[]>();
    for (const call of await readdir(folder)) {
      for (const name of await readdir(join(folder, call))) {
        const [take = ''] = name.split('.');
        found.set(take, [...(found.get(take) ?? []), join(folder, call, name)]);
      }
    }
    return found;
  };
  const bruno = await openDesk(browser, hub, 'bruno');
  await bruno.page.getByLabel('I sign, or interpret sign language').check();
  await bruno.page.getByRole('button', { name: 'Save' }).click();
  const anna = await openDesk(browser, hub, 'anna');
  await anna.page.getByRole('link', { name: 'Queue' }).click();
  const citizen = await openCitizen(browser, hub, script);
  await citizen.page.evaluate(says);
  await citizen.ask({ mode: 'voice', signLanguage: true });
  await anna.page.getByRole('button', { name: /^Take/ }).click();
  await citizen.sees('the operator', ({ state, flowing }) => state === 'connected' && flowing);

  const record = async (page: Page) => {
    await page.getByRole('tab', { name: 'About' }).click();
    await page.getByRole('button', { name: 'Ask to record sound and text' }).click();
    await page.getByText('The citizen is asked whether this may be recorded.').waitFor();
    t.is((await citizen.sees('the question', ({ recording }) => recording === 'asked')).recording, 'asked');
  };
  const consent = (given: boolean) => citizen.page.evaluate((word) => window.citizen.consent(word), given);
  await record(anna.page);
  await consent(true);
  await anna.page.getByText('Recorded with the citizen’s consent').waitFor();
  await until('sound comes in', async () => (await takes()).size > 0, patience);
  await consent(false);
  await until('a no deletes it', async () => (await takes()).size === 0, patience);
  await anna.page.getByText('Recorded with the citizen’s consent').waitFor({ state: 'hidden' });

  // Agreed after all; an interpreter comes and goes.
  await record(anna.page);
  await consent(true);
  await bruno.page.getByRole('button', { name: 'Available', exact: true }).click();
  await anna.page.getByRole('button', { name: 'Ask in' }).click();
  await anna.page.getByRole('dialog').getByRole('button', { name: 'Ask in bruno' }).click();
  await bruno.page.getByText('A colleague asks you in').waitFor();
  await bruno.page.getByRole('button', { name: 'Answer' }).click();
  await anna.page.locator('.stage-other').getByText('Interpreter', { exact: true }).waitFor();
  await citizen.sees('sound of both', ({ flowing, parties }) => flowing && parties.length === 3);
  await eventually(t, () => bruno.page.getByRole('button', { name: 'Hand on' }).count(), 0);
  await bruno.page.getByText('Recorded with the citizen’s consent').waitFor();
  await bruno.page.getByRole('button', { name: 'Leave' }).click();
  await citizen.sees('that the interpreter left', ({ parties }) => parties.length === 2);
  await until('two parts came in', async () => [...(await takes()).values()].flat().length > 1, patience);

  // Handed on: the next desk asks anew, and begins a take of its own, of which a crash leaves what came in.
  await bruno.page.getByRole('button', { name: 'Available', exact: true }).click();
  await anna.page.getByRole('button', { name: 'Hand on' }).click();
  await anna.page.getByLabel('To', { exact: true }).selectOption('operator bruno');
  await anna.page.getByRole('dialog').getByRole('button', { name: 'Hand on' }).click();
  await bruno.page.getByRole('button', { name: 'Answer' }).click();
  await citizen.sees('the next operator', ({ state, flowing, recording }) => {
    return state === 'connected' && flowing && recording === null;
  });
  await record(bruno.page);
  await consent(true);
  await until('the second take comes in', async () => (await takes()).size === 2, patience);
  await bruno.page.context().close();
  await citizen.sees('that the operator is gone', ({ state }) => state === 'interrupted');
  await citizen.page.evaluate(() => window.citizen.write('Pronto?', true));
  await citizen.page.evaluate(() => window.citizen.leave());
  await citizen.sees('the end', ({ state }) => state === 'ended');
  await citizen.page.context().close();
  await anna.page.context().close();

  // Only who has the key of the vault reads it.
  const kept = await takes();
  const box = (await openVault(join(hub.data, 'calls', 'vault.json'))).box('sound of calls');
  const other = (await openVault(join(hub.data, 'calls', 'other.json'))).box('sound of calls');
  for (const [take, files] of kept) {
    const path = files.find((file) => file.endsWith('.0')) ?? '';
    const sealed = await readFile(path);
    const context = `${path.split('/').at(-2)}/${take}/0`;
    const opened = box.open(sealed, context);
    t.true(opened.ok && opened.value.includes('OpusHead'));
    t.false(other.open(sealed, context).ok);
  }
  for (const entry of await readdir(hub.data, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name));
    t.false(bytes.includes('OpusHead') || bytes.includes('A_OPUS'), entry.name);
  }

  const sara = await openDesk(browser, hub, 'sara');
  await sara.page.getByRole('link', { name: 'Recordings' }).click();
  await sara.page.getByRole('button', { name: /^Ufficio relazioni.* of sound, 1 line/ }).click();
  await sara.page.getByText('Pronto?').waitFor();
  const call = (await readdir(folder))[0];
  for (const [place, take] of [...kept.keys()].entries()) {
    const heard = await hear(sara.page, `/api/v1/calls/recordings/${call}/sound/${take}`);
    t.true(heard.seconds > 4, `take ${place}: ${JSON.stringify(heard)}`);
    t.true(heard.tone > 0.05 && heard.rest > 0.05, `both sides in take ${place}: ${JSON.stringify(heard)}`);
  }
  await sara.page
    .getByRole('button', { name: /^Listen/ })
    .first()
    .click();
  await sara.page.waitForFunction(() => (document.querySelector('audio')?.currentTime ?? 0) > 0.2);
  const length = await sara.page.evaluate<number>('document.querySelector("audio").duration');
  t.true(length > 4 && length < 120, `${length} s`);
  await checkState(t, sara.page, 'recordings');
  await sara.page.getByRole('button', { name: 'Delete', exact: true }).click();
  await sara.page.getByRole('button', { name: 'Delete for good' }).click();
  await sara.page.getByRole('heading', { name: 'Nothing is recorded' }).waitFor();
  t.is((await takes()).size, 0);
  t.deepEqual([...anna.mistakes, ...bruno.mistakes, ...sara.mistakes], []);
});
