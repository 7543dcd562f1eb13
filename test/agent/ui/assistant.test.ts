import test from 'ava';
import type { TotemKey } from '../../../protocol/index.ts';
import { eventually } from '../../harness/eventually.ts';
import { until } from '../../harness/until.ts';
import {
  answer,
  choice,
  crisis,
  emergency,
  enter,
  flow,
  isAsked,
  rephrase,
  replied,
  typing,
  unknown,
} from './assistant-scene.ts';
import { type Bench, begin, leave, openBench, openPage } from './browser.ts';

let bench: Bench;
test.before(async () => {
  bench = await openBench();
});
test.after.always(() => bench.close());

test.serial(
  'a suggested question is answered with its source, which opens the card and comes back',
  async (t) => {
    const opened = await enter(t, bench, {}, { spoken: ['it'] });
    const { page, server } = opened;
    const asked = await replied(opened, () => page.locator('.ask').first().click(), answer);
    t.like(asked, { type: 'ask', text: 'Quanto costa iscriversi?', language: 'it' });
    await eventually(
      t,
      () => page.locator('.source').textContent(),
      /5 ottobre 2026.*Iscriversi allo sportello scuola/,
    );
    const said = await server.heard((message) => message.type === 'say');
    t.like(said, { text: answer.text, language: 'it', when: 'now', privacy: 'public' });
    await eventually(t, () => page.locator('.avatar').first().getAttribute('data-pointing'), 'true');

    const since = server.received.length;
    await page.locator('.source').click();
    await page.locator('.service h1').waitFor();
    await server.heard((message) => message.type === 'stop_saying', since);
    await server.heard((message) => message.type === 'card_viewed' && message.card === 'scuola-uno', since);
    await page.locator('.bar [data-key=back]').click();
    await eventually(t, () => page.locator('.bubble .said').textContent(), answer.text);
    t.is(server.received.slice(since).filter(isAsked).length, 0, 'nothing is asked again');
    t.deepEqual(server.refused, []);
  },
);

test.serial('what is typed on the glass is asked; without a voice nothing is said', async (t) => {
  const opened = await enter(t, bench);
  const { page, server } = opened;
  const asked = await replied(opened, typing(page, 'costa'), rephrase);
  t.like(asked, { type: 'ask', text: 'costa' });
  await eventually(t, () => page.locator('.key').count(), 0, 'the keys make room for the answer');
  await eventually(t, () => page.locator('.way-button').count(), 1);
  t.false(server.received.some(({ type }) => type === 'say'));
});

test.serial('asked once more, it says that it does not know and offers a person', async (t) => {
  const opened = await enter(t, bench);
  const { page } = opened;
  await replied(opened, typing(page, 'xyz'), rephrase);
  await eventually(t, () => page.locator('.ask').first().isVisible(), true, 'with other questions to try');
  await replied(opened, typing(page, 'zyx'), unknown);
  await eventually(
    t,
    () => page.locator('.person').textContent(),
    /persona.*Sportello di prova.*02 0000 000/,
  );
  await eventually(t, () => page.locator('.before .asked').allTextContents(), ['xyz']);
  await page.locator('.person .wide-button').click();
  await page.locator('.office h1').waitFor();
});

test.serial('choices and slots are touched, and go back as what they are', async (t) => {
  const opened = await enter(t, bench);
  const { page } = opened;
  await replied(opened, typing(page, 'desk'), choice);
  const chosen = await replied(opened, () => page.getByRole('button', { name: 'Lavoro' }).click(), flow);
  t.like(chosen, { type: 'ask_option', option: 'card:lavoro-uno' });
  await eventually(t, () => page.locator('.options-many .option').count(), 5);
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
    const opened = await enter(t, bench, {}, { spoken: ['it'] });
    const { page, server } = opened;
    await replied(opened, typing(page, 'aiuto'), emergency);
    const number = page.locator('.number', { hasText: '112' });
    t.true(((await number.boundingBox())?.height ?? 0) > 90);
    t.like(await server.heard((message) => message.type === 'say'), { privacy: 'public' });
    const since = server.received.length;
    await replied(opened, typing(page, 'male'), crisis);
    await eventually(t, () => page.locator('.number').allTextContents(), ['112', '02 2327 2327']);
    await eventually(t, () => page.locator('.person').isVisible(), true);
    t.like(await server.heard((message) => message.type === 'say', since), { privacy: 'personal' });
    const asking = server.received.length;
    await page.getByRole('button', { name: 'Ascolta' }).click();
    t.like(await server.heard((message) => message.type === 'say', asking), { privacy: 'chosen' });
  },
);

test.serial('the voice can be switched off, and beginning anew is told', async (t) => {
  const opened = await enter(t, bench, {}, { spoken: ['it'] });
  const { page, server } = opened;
  await page.getByRole('button', { name: /^Voce/ }).click();
  await replied(opened, typing(page, 'costa'), answer);
  t.false(server.received.some(({ type }) => type === 'say'));
  await page.getByRole('button', { name: 'Ricomincia' }).click();
  await server.heard((message) => message.type === 'ask_anew');
  await eventually(t, () => page.locator('.asked').count(), 0);
  await eventually(t, () => page.locator('.ask').first().isVisible(), true);
});

test.serial(
  'held, the button listens and shows it; what was heard is asked; pressed by a key it listens too',
  async (t) => {
    const opened = await enter(t, bench, {}, { understood: ['it'] });
    const { page, server } = opened;
    const talk = page.locator('.talk');
    const box = await talk.boundingBox();
    await page.mouse.move((box?.x ?? 0) + 20, (box?.y ?? 0) + 20);
    await page.mouse.down();
    t.like(await server.heard((message) => message.type === 'listen'), { language: 'it' });
    server.send({ type: 'microphone', state: 'listening' });
    await page.locator('.talk[data-microphone=listening]').waitFor();
    await eventually(t, () => page.locator('.mood').textContent(), 'Ti ascolto');
    server.send({ type: 'hearing', text: 'quanto co' });
    await page.locator('.said', { hasText: 'quanto co' }).waitFor();
    await page.mouse.up();
    t.like(await server.heard((message) => message.type === 'listened'), { cancel: false });
    const since = server.received.length;
    server.send({ type: 'microphone', state: 'off' });
    server.send({ type: 'heard', end: 'heard', text: 'quanto costa' });
    t.like(await server.heard(isAsked, since), { text: 'quanto costa' });
    // What is asked takes the focus to itself, once it is shown.
    await page.locator('.asked', { hasText: 'quanto costa' }).waitFor();
    await page.locator('.bubble:focus').waitFor();
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
  const opened = await enter(t, bench);
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
    const opened = await enter(t, bench, {}, { spoken: ['it'] });
    const { page, server } = opened;
    await replied(opened, typing(page, 'segreto'), answer);
    const since = server.received.length;
    await typing(page, 'altro')();
    const pending = await server.heard(isAsked, since);
    await page.locator('.write').click();
    await page.locator('.field-input').fill('mai chiesto');
    await leave(page);
    const left = () => page.evaluate(() => document.documentElement.outerHTML);
    t.notRegex(await left(), /segreto|altro|mai chiesto|gratuito/);
    await begin(page);
    const later = server.received.length;
    if (isAsked(pending))
      server.send({ type: 'answer', number: pending.number, language: 'it', reply: crisis });
    await page.locator('.entry-ask').click();
    await server.heard((message) => message.type === 'ask_suggestions', later);
    await eventually(t, () => page.locator('.asked').count(), 0);
    t.notRegex(await left(), /segreto|altro|mai chiesto|restare solo/);
    t.false(server.received.slice(later).some(({ type }) => type === 'say'));
  },
);

test.serial('by keys alone one asks, reads, opens the source and begins anew', async (t) => {
  const opened = await enter(t, bench, {}, { spoken: ['it'], understood: ['it'] });
  const { page, server } = opened;
  await replied(opened, () => page.locator('.ask').first().click(), answer);
  // Noted in the page, so that no focus is missed however late one looks.
  const note = await page.evaluateHandle(() => {
    const met: string[] = [];
    addEventListener('focusin', ({ target }) => {
      if (target instanceof HTMLElement) met.push(target.className.split(' ')[0] ?? '');
    });
    return met;
  });
  const press = (...keys: TotemKey[]) => {
    for (const key of keys) {
      server.send({ type: 'key', key, phase: 'down' });
      server.send({ type: 'key', key, phase: 'up' });
    }
  };
  const times = (count: number, key: TotemKey) => Array.from({ length: count }, () => key);
  press(...times(14, 'down'), ...times(5, 'left'), 'up', ...times(4, 'right'));
  for (const control of ['source', 'small-button', 'option', 'ask', 'write', 'way-button']) {
    await until(control, async () => (await note.evaluate((met) => met)).includes(control));
  }
  await page.locator('.write').focus();
  press('ok');
  await page.locator('.field-input:focus').waitFor();
  press('down');
  await page.locator('.key:focus').waitFor();
  press('ok');
  await page.waitForFunction(() => document.querySelector('input')?.value.length === 1);
  t.is((await page.locator('.field-input').inputValue()).length, 1);
});
