import test from 'ava';
import pino from 'pino';
import type { Page } from 'playwright-core';
import { createAssistant } from '../../../agent/assistant/index.ts';
import { startKiosk } from '../../../agent/kiosk/index.ts';
import { createDictionary } from '../../../agent/ui/languages/index.ts';
import { openAnswers } from '../../../agent/wiring/answers.ts';
import { answered, compiledSample, Talk } from '../../harness/assistant.ts';
import { accessibilityProblems } from '../../harness/axe.ts';
import { eventually } from '../../harness/eventually.ts';
import { answer, crisis, enter, flow, replied, typing } from './assistant-scene.ts';
import { type Bench, begin, calm, leave, openBench } from './browser.ts';

let bench: Bench;
test.before(async () => {
  bench = await openBench();
});
test.after.always(() => bench.close());

test.serial('the mouth moves with the sound, and rests for whoever wants calm', async (t) => {
  const context = { viewport: { width: 540, height: 960 }, reducedMotion: 'no-preference' as const };
  const opened = await enter(t, bench, { context }, { spoken: ['it'] });
  const { page, server } = opened;
  const speak = async () => {
    const since = server.received.length;
    await replied(opened, () => page.locator('.ask').first().click(), answer);
    const said = await server.heard((message) => message.type === 'say', since);
    if (said.type !== 'say') return;
    server.send({
      type: 'speech_sentence',
      id: said.id,
      text: 'È gratuito.',
      milliseconds: 60_000,
      visemes: [{ at: 0, viseme: 'o' }],
      words: [],
    });
    await page.locator('.sounding').waitFor();
  };
  await speak();
  await page.locator('[data-mouth=o]').waitFor();
  await eventually(t, () => page.locator('.sounding').textContent(), 'È gratuito.');
  await eventually(t, () => page.locator('.mood').textContent(), 'Rispondo');
  const since = server.received.length;
  await page.locator('.now h1').click();
  await server.heard((message) => message.type === 'stop_saying', since);
  await page.locator('[data-mouth=rest]').waitFor();
  server.send({ ...calm, profiles: ['calm'] });
  await leave(page);
  await begin(page);
  await page.locator('.entry-ask').click();
  server.send({ type: 'suggestions', language: 'it', questions: ['Quanto costa?'] });
  await page.locator('.ask').first().waitFor();
  await speak();
  await eventually(t, () => page.locator('.avatar-mouth').first().getAttribute('data-mouth'), 'rest');
});

/** What axe finds, and what is cut off or too small for a finger. */
async function faultsOf(page: Page, deep: boolean) {
  const cut = await page.evaluate(() => ({
    wide: [...document.querySelectorAll('.scroller, .bar, .asking, .ways')]
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map((element) => element.className),
    small: [...document.querySelectorAll('.assistant button, .ways button')]
      .map((button) => ({ text: button.textContent, box: button.getBoundingClientRect() }))
      .filter(({ box }) => box.height < 72 || box.width < 96 || box.right > innerWidth + 1)
      .map(({ text }) => text),
  }));
  return {
    ...cut,
    axe: await (deep ? accessibilityProblems(page) : accessibilityProblems(page, ['cat.color'])),
  };
}

for (const profiles of [[], ['contrast', 'large']] as const) {
  const name = profiles.join(' and ') || 'no profile';
  test.serial(`axe finds nothing in the conversation, and nothing is cut off: ${name}`, async (t) => {
    const viewport = { width: 1080, height: 1920 };
    const opened = await enter(
      t,
      bench,
      { configuration: { office: 'sportello', profiles: [...profiles] }, context: { viewport } },
      { spoken: ['it'], understood: ['it'] },
    );
    const { page } = opened;
    const look = async (state: string, deep: boolean) =>
      t.deepEqual(await faultsOf(page, deep), { wide: [], small: [], axe: [] }, state);
    await page.locator('.write').click();
    await look('typing', false);
    await page.locator('.close-keys').click();
    await replied(opened, () => page.locator('.ask').first().click(), answer);
    await look('answer', profiles.length === 0);
    await replied(opened, () => page.locator('.options .option').click(), flow);
    await look('flow', false);
    await replied(opened, () => page.locator('.option').first().click(), crisis);
    await look('danger', profiles.length === 0);
  });
}

test.serial('at a low reach every control of an answer is in the lowest part', async (t) => {
  const opened = await enter(
    t,
    bench,
    {
      configuration: { office: 'sportello', profiles: ['low'] },
      context: { viewport: { width: 1080, height: 1920 } },
    },
    { spoken: ['it'] },
  );
  const { page } = opened;
  const highest = () =>
    page.evaluate(() => {
      const boxes = [...document.querySelectorAll('.stage button, .stage input')]
        .filter((control) => control.checkVisibility({ visibilityProperty: true }))
        .map((control) => control.getBoundingClientRect());
      return Math.min(...boxes.map(({ top }) => top)) / innerHeight;
    });
  t.true((await highest()) >= 0.58, 'open');
  await replied(opened, () => page.locator('.ask').first().click(), answer);
  t.true((await highest()) >= 0.58, `answer: ${await highest()}`);
  await page.locator('.write').click();
  t.true((await highest()) >= 0.55, `typing: ${await highest()}`);
});

test.serial(
  'a question on the glass is answered from the published content, by the agent that is there',
  async (t) => {
    const compiled = await compiledSample();
    const shown = { release: compiled.release, folder: bench.folder, compiled };
    const kiosk = await startKiosk({
      port: 0,
      pageFolder: bench.folder,
      content: () => shown,
      log: pino({ level: 'silent' }),
    });
    const answers = openAnswers({
      assistant: {},
      content: { shown: () => shown },
      send: kiosk.send,
      now: Date.now,
    });
    kiosk.onMessage((message, { connection }) => answers.heard(message, connection));
    kiosk.onConnections(() => kiosk.send(calm));
    const context = await bench.browser.newContext({
      viewport: { width: 540, height: 960 },
      reducedMotion: 'reduce',
    });
    t.teardown(async () => {
      await context.close();
      answers.stop();
      await kiosk.stop();
    });
    const page = await context.newPage();
    await page.goto(kiosk.url);
    await page.locator('.call-first').waitFor();
    await begin(page);
    await page.locator('.entry-ask').click();
    await page.locator('.ask', { hasText: 'buca' }).waitFor();
    await typing(page, 'pesca')();
    await page.locator('.source', { hasText: 'Licenza di pesca' }).waitFor();
    await page.locator('.ask', { hasText: 'Quanto costa?' }).click();
    await page.locator('.said', { hasText: 'Regione Lombardia' }).waitFor();
    await eventually(t, () => page.locator('.now .asked bdi').allTextContents(), ['Quanto costa?']);
    await page.locator('.write').click();
    await page.locator('.field-input').fill("quale centro per l'impiego è il mio?");
    await page.locator('.key-done').click();
    await page.locator('.option', { hasText: 'Adda Martesana' }).click();
    await page.locator('.source').first().waitFor();
    await eventually(t, () => page.locator('.now .said').textContent(), /Melzo/);
    await page.locator('.source').first().click();
    await page.locator('.service h1').waitFor();
  },
);

test('the page asks for the parts of a card in words that the assistant understands, in every language', async (t) => {
  const assistant = createAssistant({ content: await compiledSample() });
  const dictionary = createDictionary();
  for (const language of ['it', 'en', 'de', 'fr', 'es', 'ar', 'zh']) {
    const words = dictionary.in(language);
    for (const part of ['needed', 'costs', 'times', 'where', 'how'] as const) {
      const talk = new Talk(assistant, language);
      talk.choose('card:pesca');
      const reply = answered(await talk.ask(words(`assistant.parts.${part}`)));
      t.deepEqual([language, reply.card, reply.passage], [language, 'pesca', part]);
    }
  }
});
