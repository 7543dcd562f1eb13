import { AxeBuilder } from '@axe-core/playwright';
import test, { type ExecutionContext } from 'ava';
import type { Page } from 'playwright-core';
import type { AssistantReply, PageMessage, TotemKey } from '../../../protocol/index.ts';
import { type Bench, begin, calm, type Opened, openBench, openPage } from './browser.ts';

let bench: Bench;
test.before(async () => {
  bench = await openBench();
});
test.after.always(() => bench.close());

const answer: AssistantReply = {
  kind: 'answer',
  card: 'scuola-uno',
  office: null,
  passage: 'costs',
  text: 'È gratuito. Porta un documento valido.',
  source: { title: 'Iscriversi allo sportello scuola', language: 'it', updated: '2026-10-05', link: null },
  alternatives: [{ id: 'card:lavoro-uno', label: 'Iscriversi allo sportello lavoro' }],
  phrasedBy: 'content',
};
const choice: AssistantReply = {
  kind: 'choice',
  text: 'Che cosa intendi?',
  options: [
    { id: 'card:scuola-uno', label: 'Scuola' },
    { id: 'card:lavoro-uno', label: 'Lavoro' },
  ],
};
const flow: AssistantReply = {
  kind: 'flow',
  flow: 'zona',
  card: 'lavoro-uno',
  slot: 'zona',
  text: 'In quale zona abiti?',
  options: ['Nord', 'Est', 'Sud', 'Ovest', 'Centro'].map((label) => ({ id: `slot:${label}`, label })),
};
const rephrase: AssistantReply = { kind: 'rephrase', text: 'Puoi dirlo con altre parole?' };
const unknown: AssistantReply = { kind: 'unknown', text: 'Non lo so.', elsewhere: null, offerPerson: true };
const emergency: AssistantReply = {
  kind: 'written',
  which: 'emergency',
  text: 'Chiama subito il 112: è gratuito.',
  offerPerson: false,
};
const crisis: AssistantReply = {
  kind: 'written',
  which: 'crisis',
  text: 'Non devi restare solo: chiama il 112, o lo 02 2327 2327.',
  offerPerson: true,
};

type Asked = Extract<PageMessage, { type: 'ask' | 'ask_option' }>;
const isAsked = (message: PageMessage): message is Asked =>
  message.type === 'ask' || message.type === 'ask_option';

/** The assistant's screen, with a voice and an ear where they are wanted. */
async function enter(
  t: ExecutionContext,
  options: Parameters<typeof openPage>[2] = {},
  can: { spoken?: ('it' | 'en')[]; understood?: ('it' | 'en')[] } = {},
) {
  const opened = await openPage(t, bench, {
    configuration: { office: 'sportello' },
    context: { viewport: { width: 540, height: 960 }, reducedMotion: 'reduce' },
    ...options,
  });
  const { page, server } = opened;
  server.send({
    type: 'voice',
    languages: can.spoken ?? [],
    understood: can.understood ?? [],
    volume: 0.7,
    privateListening: false,
  });
  await begin(page);
  await page.locator('.entry-ask').click();
  await server.heard((message) => message.type === 'ask_suggestions');
  server.send({
    type: 'suggestions',
    language: 'it',
    questions: ['Quanto costa iscriversi?', 'Dove si trova lo sportello?'],
  });
  await page.locator('.ask').first().waitFor();
  return opened;
}

/** Answers the question that the page asks next because of `act`. */
async function replied({ server, page }: Opened, act: () => Promise<void>, reply: AssistantReply) {
  const since = server.received.length;
  await act();
  const asked = await server.heard(isAsked, since);
  await page.locator('.dots').waitFor();
  if (isAsked(asked)) server.send({ type: 'answer', number: asked.number, language: asked.language, reply });
  await page.locator('.said').filter({ hasText: reply.text }).waitFor();
  return asked;
}

/** Types on the glass and asks. */
const typing = (page: Page, text: string) => async () => {
  await page.locator('.write').click();
  for (const letter of text)
    await page.locator('.asking .key', { hasText: new RegExp(`^${letter}$`) }).click();
  await page.locator('.key-done').click();
};

test.serial(
  'a suggested question is answered with its source, which opens the card and comes back',
  async (t) => {
    const opened = await enter(t, {}, { spoken: ['it'] });
    const { page, server } = opened;
    const asked = await replied(opened, () => page.locator('.ask').first().click(), answer);
    t.like(asked, { type: 'ask', text: 'Quanto costa iscriversi?', language: 'it' });
    t.regex(
      (await page.locator('.source').textContent()) ?? '',
      /5 ottobre 2026.*Iscriversi allo sportello scuola/,
    );
    const said = await server.heard((message) => message.type === 'say');
    t.like(said, { text: answer.text, language: 'it', when: 'now', privacy: 'public' });
    t.is(await page.locator('.avatar').first().getAttribute('data-pointing'), 'true');

    const since = server.received.length;
    await page.locator('.source').click();
    await page.locator('.service h1').waitFor();
    await server.heard((message) => message.type === 'stop_saying', since);
    await server.heard((message) => message.type === 'card_viewed' && message.card === 'scuola-uno', since);
    await page.locator('.bar [data-key=back]').click();
    t.is(await page.locator('.bubble .said').textContent(), answer.text);
    t.is(server.received.slice(since).filter(isAsked).length, 0, 'nothing is asked again');
    t.deepEqual(server.refused, []);
  },
);

test.serial('what is typed on the glass is asked; without a voice nothing is said', async (t) => {
  const opened = await enter(t);
  const { page, server } = opened;
  const asked = await replied(opened, typing(page, 'costa'), rephrase);
  t.like(asked, { type: 'ask', text: 'costa' });
  t.is(await page.locator('.key').count(), 0, 'the keys make room for the answer');
  t.is(await page.locator('.way-button').count(), 1);
  t.false(server.received.some(({ type }) => type === 'say'));
});

test.serial('asked once more, it says that it does not know and offers a person', async (t) => {
  const opened = await enter(t);
  const { page } = opened;
  await replied(opened, typing(page, 'xyz'), rephrase);
  t.true(await page.locator('.ask').first().isVisible(), 'with other questions to try');
  await replied(opened, typing(page, 'zyx'), unknown);
  t.regex((await page.locator('.person').textContent()) ?? '', /persona.*Sportello di prova.*02 0000 000/);
  t.deepEqual(await page.locator('.before .asked').allTextContents(), ['xyz']);
  await page.locator('.person .wide-button').click();
  await page.locator('.office h1').waitFor();
});

test.serial('choices and slots are touched, and go back as what they are', async (t) => {
  const opened = await enter(t);
  const { page } = opened;
  await replied(opened, typing(page, 'desk'), choice);
  const chosen = await replied(opened, () => page.getByRole('button', { name: 'Lavoro' }).click(), flow);
  t.like(chosen, { type: 'ask_option', option: 'card:lavoro-uno' });
  t.is(await page.locator('.options-many .option').count(), 5);
  const slot = await replied(
    opened,
    () => page.getByRole('button', { name: 'Est', exact: true }).click(),
    answer,
  );
  t.like(slot, { type: 'ask_option', option: 'slot:Est' });
  const other = await replied(opened, () => page.locator('.options .option').click(), answer);
  t.like(other, { type: 'ask_option', option: 'card:lavoro-uno' });
  const more = await replied(
    opened,
    () => page.getByRole('button', { name: 'Che cosa serve?' }).click(),
    answer,
  );
  t.like(more, { type: 'ask', text: 'Che cosa serve?' });
});

test.serial(
  'an emergency shows its number as large as it can, a crisis is not told to all the room',
  async (t) => {
    const opened = await enter(t, {}, { spoken: ['it'] });
    const { page, server } = opened;
    await replied(opened, typing(page, 'aiuto'), emergency);
    const number = page.locator('.number', { hasText: '112' });
    t.true(((await number.boundingBox())?.height ?? 0) > 90);
    t.like(await server.heard((message) => message.type === 'say'), { privacy: 'public' });
    const since = server.received.length;
    await replied(opened, typing(page, 'male'), crisis);
    t.deepEqual(await page.locator('.number').allTextContents(), ['112', '02 2327 2327']);
    t.true(await page.locator('.person').isVisible());
    t.like(await server.heard((message) => message.type === 'say', since), { privacy: 'personal' });
    const asking = server.received.length;
    await page.getByRole('button', { name: 'Ascolta' }).click();
    t.like(await server.heard((message) => message.type === 'say', asking), { privacy: 'chosen' });
  },
);

test.serial('the voice can be switched off, and beginning anew is told', async (t) => {
  const opened = await enter(t, {}, { spoken: ['it'] });
  const { page, server } = opened;
  await page.getByRole('button', { name: /^Voce/ }).click();
  await replied(opened, typing(page, 'costa'), answer);
  t.false(server.received.some(({ type }) => type === 'say'));
  await page.getByRole('button', { name: 'Ricomincia' }).click();
  await server.heard((message) => message.type === 'ask_anew');
  t.is(await page.locator('.asked').count(), 0);
  t.true(await page.locator('.ask').first().isVisible());
});

test.serial(
  'held, the button listens and shows it; what was heard is asked; pressed by a key it listens too',
  async (t) => {
    const opened = await enter(t, {}, { understood: ['it'] });
    const { page, server } = opened;
    const talk = page.locator('.talk');
    const box = await talk.boundingBox();
    await page.mouse.move((box?.x ?? 0) + 20, (box?.y ?? 0) + 20);
    await page.mouse.down();
    t.like(await server.heard((message) => message.type === 'listen'), { language: 'it' });
    server.send({ type: 'microphone', state: 'listening' });
    await page.locator('.talk[data-microphone=listening]').waitFor();
    t.is(await page.locator('.mood').textContent(), 'Ti ascolto');
    server.send({ type: 'hearing', text: 'quanto co' });
    await page.locator('.said', { hasText: 'quanto co' }).waitFor();
    await page.mouse.up();
    t.like(await server.heard((message) => message.type === 'listened'), { cancel: false });
    const since = server.received.length;
    server.send({ type: 'microphone', state: 'off' });
    server.send({ type: 'heard', end: 'heard', text: 'quanto costa' });
    t.like(await server.heard(isAsked, since), { text: 'quanto costa' });
    await talk.focus();
    server.send({ type: 'key', key: 'ok', phase: 'down' });
    await server.heard((message) => message.type === 'listen', since);
    server.send({ type: 'heard', end: 'nothing', text: '' });
    await page.locator('.said', { hasText: 'Non ho sentito bene' }).waitFor();
  },
);

test.serial('what the search did not find is asked once', async (t) => {
  const { page, server } = await openPage(t, bench, { context: { viewport: { width: 540, height: 960 } } });
  await begin(page);
  await page.locator('.search-button').click();
  await page.locator('.field-input').fill('bolletta');
  const searched = await server.heard((message) => message.type === 'search' && message.text === 'bolletta');
  if (searched.type === 'search') server.send({ type: 'found', number: searched.number, results: [] });
  await page.locator('.ask-alone').click();
  const asked = await server.heard(isAsked);
  t.like(asked, { type: 'ask', text: 'bolletta', language: 'it' });
  if (isAsked(asked)) server.send({ type: 'answer', number: asked.number, language: 'it', reply: answer });
  await page.locator('.source').click();
  await page.locator('.service').waitFor();
  await page.locator('.bar [data-key=back]').click();
  await page.locator('.source').waitFor();
  t.is(server.received.filter(isAsked).length, 1);
});

test.serial('without the agent it says so, and asks again when it is back', async (t) => {
  const opened = await enter(t);
  const { page, server } = opened;
  await typing(page, 'costa')();
  await page.locator('.dots').waitFor();
  const since = server.received.length;
  server.cut();
  await page.locator('.said', { hasText: 'non risponde' }).waitFor();
  await server.heard((message) => message.type === 'ready', since);
  const asked = await replied(opened, () => page.locator('.option-again').click(), answer);
  t.like(asked, { text: 'costa' });
});

test.serial(
  'the end of the session leaves nothing, and a late answer is not shown to the next citizen',
  async (t) => {
    const opened = await enter(t, {}, { spoken: ['it'] });
    const { page, server } = opened;
    await replied(opened, typing(page, 'segreto'), answer);
    const since = server.received.length;
    await typing(page, 'altro')();
    const pending = await server.heard(isAsked, since);
    await page.locator('.write').click();
    await page.locator('.field-input').fill('mai chiesto');
    await page.locator('.bar-end').click();
    await page.locator('.attract').waitFor();
    const left = () => page.evaluate(() => document.documentElement.outerHTML);
    t.notRegex(await left(), /segreto|altro|mai chiesto|gratuito/);
    await begin(page);
    const later = server.received.length;
    if (isAsked(pending))
      server.send({ type: 'answer', number: pending.number, language: 'it', reply: crisis });
    await page.locator('.entry-ask').click();
    await server.heard((message) => message.type === 'ask_suggestions', later);
    t.is(await page.locator('.asked').count(), 0);
    t.notRegex(await left(), /segreto|altro|mai chiesto|restare solo/);
    t.false(server.received.slice(later).some(({ type }) => type === 'say'));
  },
);

test.serial('by keys alone one asks, reads, opens the source and begins anew', async (t) => {
  const opened = await enter(t, {}, { spoken: ['it'], understood: ['it'] });
  const { page, server } = opened;
  await replied(opened, () => page.locator('.ask').first().click(), answer);
  const press = async (key: TotemKey) => {
    server.send({ type: 'key', key, phase: 'down' });
    server.send({ type: 'key', key, phase: 'up' });
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
  };
  const focused = () => page.evaluate(() => document.activeElement?.className.split(' ')[0] ?? '');
  const met = new Set<string>();
  for (let presses = 0; presses < 14; presses += 1) {
    await press('down');
    met.add(await focused());
  }
  for (const way of [
    'left',
    'left',
    'left',
    'left',
    'left',
    'up',
    'right',
    'right',
    'right',
    'right',
  ] as const) {
    await press(way);
    met.add(await focused());
  }
  for (const control of ['source', 'small-button', 'option', 'ask', 'write', 'talk', 'way-button']) {
    t.true(met.has(control) || (control === 'talk' && met.has('way-button')), `${control}: ${[...met]}`);
  }
  await page.locator('.write').focus();
  await press('ok');
  await page.locator('.field-input').waitFor();
  t.is(await focused(), 'field-input');
  await press('down');
  t.is(await focused(), 'key');
  await press('ok');
  t.is((await page.locator('.field-input').inputValue()).length, 1);
});

test.serial('the mouth moves with the sound, and rests for whoever wants calm', async (t) => {
  const context = { viewport: { width: 540, height: 960 }, reducedMotion: 'no-preference' as const };
  const opened = await enter(t, { context }, { spoken: ['it'] });
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
  t.is(await page.locator('.sounding').textContent(), 'È gratuito.');
  t.is(await page.locator('.mood').textContent(), 'Rispondo');
  const since = server.received.length;
  await page.locator('.now h1').click();
  await server.heard((message) => message.type === 'stop_saying', since);
  await page.locator('[data-mouth=rest]').waitFor();
  server.send({ ...calm, profiles: ['calm'] });
  await page.locator('.bar-end').click();
  await begin(page);
  await page.locator('.entry-ask').click();
  server.send({ type: 'suggestions', language: 'it', questions: ['Quanto costa?'] });
  await page.locator('.ask').first().waitFor();
  await speak();
  t.is(await page.locator('.avatar-mouth').first().getAttribute('data-mouth'), 'rest');
});

/** What axe finds, and what is cut off or too small for a finger. */
async function faultsOf(page: Page, deep: boolean) {
  const axe = new AxeBuilder({ page }).withTags(
    deep ? ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] : ['cat.color'],
  );
  const { violations } = await axe.analyze();
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
    axe: violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
  };
}

for (const profiles of [[], ['contrast', 'large']] as const) {
  const name = profiles.join(' and ') || 'no profile';
  test.serial(`axe finds nothing in the conversation, and nothing is cut off: ${name}`, async (t) => {
    const viewport = { width: 1080, height: 1920 };
    const opened = await enter(
      t,
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
