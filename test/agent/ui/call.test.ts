import test from 'ava';
import { eventually } from '../../harness/eventually.ts';
import { type Bench, leave, openBench, openPage } from './browser.ts';
import { acted, connected, enter, tell, twoOffices, view, waiting, wish } from './call-scene.ts';

let bench: Bench;
test.before(async () => {
  bench = await openBench();
});
test.after.always(() => bench.close());

test.serial(
  'one touch from the assistant queues for the subject’s office, and leaving loses nothing',
  async (t) => {
    const opened = await enter(t, bench);
    const { page, server, errors } = opened;
    await page.locator('.tile').first().click();
    await page.locator('.row').first().click();
    await page.locator('.service').waitFor();
    await page.locator('[data-key=home]').click();
    await page.locator('.entry-ask').click();
    await page.locator('.write').click();
    await page.locator('.field-input').fill('Chi può aiutarmi?');
    await page.locator('.key-done').click();
    const asked = await server.heard((message) => message.type === 'ask');
    if (asked.type !== 'ask') throw new Error('another message');
    const reply = { kind: 'unknown', text: 'Non lo so.', elsewhere: null, offerPerson: true } as const;
    server.send({ type: 'answer', number: asked.number, language: 'it', reply });
    await page.locator('.call-now').click();
    t.deepEqual(await acted(opened, 'ask'), { do: 'ask', wish });
    tell(opened, waiting);
    await page.locator('.queue-number').waitFor();
    await page.locator('.call-red').click();
    await acted(opened, 'leave');
    await page.locator('.assistant').waitFor();
    await eventually(t, () => page.locator('.asked').first().textContent(), /Chi può aiutarmi/);
    await eventually(t, () => page.locator('.call-now').count(), 1, 'what was on the screen is there');
    tell(opened, view({ state: 'ended', outcome: 'abandoned' }));
    t.deepEqual(errors, []);
    t.deepEqual(server.refused, []);
  },
);

test.serial('from a card its subject goes along; back to where it was scrolled', async (t) => {
  const opened = await enter(t, bench);
  const { page } = opened;
  await page.locator('.tile').first().click();
  await page.locator('.row').first().click();
  await page.locator('.call-now').scrollIntoViewIfNeeded();
  const scrolled = () => page.locator('.scroller').evaluate((element) => element.scrollTop);
  const before = await scrolled();
  await page.locator('.call-now').click();
  t.deepEqual((await acted(opened, 'ask')).wish, { ...wish, subject: 'lavoro-uno' });
  tell(opened, waiting);
  await page.locator('.call-red').click();
  await page.locator('.service').waitFor();
  t.true(before > 0);
  await eventually(t, () => scrolled(), before);
});

test.serial(
  'what is wished for goes with the call, and time in the queue is told as it changes',
  async (t) => {
    const opened = await enter(t, bench);
    const { page, server } = opened;
    await page.locator('.entry-offices').click();
    await page.locator('.row').first().click();
    await page.locator('.call-how').click();
    t.false(
      server.received.some(({ type }) => type === 'call'),
      'nobody is called yet',
    );
    await page.locator('.wishes-change').click();
    await page.getByRole('button', { name: 'Ufficio sempre aperto' }).click();
    await page.getByRole('button', { name: 'Scrivendo' }).click();
    await page.locator('.tongue', { hasText: 'English' }).click();
    await page.locator('.sign-switch').click();
    await page.locator('.call-main').click();
    const wanted = {
      office: 'sempre',
      subject: null,
      language: 'en',
      signLanguage: true,
      mode: 'text',
      seen: false,
    } as const;
    t.deepEqual((await acted(opened, 'ask')).wish, wanted);
    const queue = { ...waiting, wish: wanted };
    tell(opened, queue);
    const told = page.locator('.queue-told');
    await told.filter({ hasText: 'Da 4 a 8 minuti' }).waitFor();
    await eventually(t, () => told.getAttribute('role'), 'status');
    tell(opened, { ...queue, position: 1, wait: { from: 0, to: 2 } });
    await told.filter({ hasText: 'Sei il prossimo' }).filter({ hasText: 'Al massimo 2 minuti' }).waitFor();
    await eventually(
      t,
      () => page.getByText('videocamera, microfono e altoparlante restano spenti').isVisible(),
      true,
    );

    // The citizen reads on, and comes back to the queue.
    await page.locator('[data-key=home]').click();
    await page.locator('.wait-strip', { hasText: 'posto 1' }).click();
    await page.locator('.queue').waitFor();
    await page.getByRole('button', { name: 'Tieni il posto' }).click();
    await acted(opened, 'postpone');
    tell(opened, view({ state: 'callback', wish: wanted }));
    const since = server.received.length;
    await page.getByRole('button', { name: 'riprendi la fila' }).click();
    t.deepEqual((await acted(opened, 'ask', since)).wish, wanted);
  },
);

test.serial(
  'a closed office says when it opens, gives its telephone, and who is open can be called',
  async (t) => {
    const opened = await enter(t, bench);
    const { page, server } = opened;
    await page.locator('.entry-call').click();
    await acted(opened, 'ask');
    tell(opened, view({ state: 'closed', opens: '2099-01-02T08:00:00Z' }));
    await page.getByRole('heading', { name: 'L’ufficio ora è chiuso' }).waitFor();
    await eventually(t, () => page.locator('.hero-opening').textContent(), /Chiuso, apre .*alle 9\.00/);
    await eventually(t, () => page.locator('.over-phone bdi').textContent(), '02 0000 000');
    const since = server.received.length;
    await page.getByRole('button', { name: 'Ufficio sempre aperto' }).click();
    t.is((await acted(opened, 'ask', since)).wish.office, 'sempre');
    tell(opened, view({ state: 'closed' }));
    await page.getByRole('button', { name: 'Torna dov’eri' }).click();
    await acted(opened, 'dismiss', since);
    await page.locator('.home').waitFor();
  },
);

test.serial('a closed office is asked to ring back, and the number is forgotten here', async (t) => {
  const opened = await enter(t, bench);
  const { page, server } = opened;
  await page.locator('.entry-call').click();
  tell(opened, view({ state: 'closed' }));
  await page.getByRole('button', { name: 'Fatti richiamare' }).click();
  await page.getByRole('button', { name: 'Di mattina' }).click();
  const consent = (await page.getByText('accetti che l’ufficio').textContent()) ?? '';
  await page.locator('.field-input').fill('12');
  await page.locator('.key-done').click();
  await page.getByRole('alert').filter({ hasText: 'non è un numero' }).waitFor();
  await page.locator('.field-input').fill('333 123 4567');
  await page.locator('.key-done').click();
  t.deepEqual((await acted(opened, 'appointment')).request, {
    office: 'sportello',
    subject: null,
    language: 'it',
    phone: '3331234567',
    when: 'morning',
    consent,
  });
  await page.getByText('La richiesta sta partendo').waitFor();
  t.false((await page.content()).includes('4567'));
  tell(opened, view({ state: 'closed', noted: '2026-12-26T08:00:00Z' }));
  await page.getByText('26 dicembre 2026').waitFor();
  t.deepEqual(server.refused, []);
});

test.serial('how it ended is said, and it can be called again', async (t) => {
  const opened = await enter(t, bench);
  const { page, server } = opened;
  await page.locator('.entry-call').click();
  for (const [outcome, title] of [
    ['answered', 'La chiamata è finita'],
    ['lost', 'Hai perso il posto'],
    ['broken', 'La linea è caduta'],
    ['failed', 'Il collegamento non è riuscito'],
    ['closed', 'L’ufficio ha chiuso'],
  ] as const) {
    tell(opened, connected);
    await page.locator('.meeting').waitFor();
    tell(opened, { ...connected, state: 'interrupted', picture: false });
    await page.getByRole('alert').filter({ hasText: 'aspettiamo che torni' }).waitFor();
    tell(opened, view({ state: 'ended', outcome }));
    // The page gives the focus to what is new, and so it is told.
    await page.locator('h1:focus').filter({ hasText: title }).waitFor();
    const since = server.received.length;
    await page.getByRole('button', { name: 'Chiama di nuovo' }).click();
    t.deepEqual((await acted(opened, 'ask', since)).wish, wish);
  }
});

test.serial(
  'nothing of a call outlives the session, and a page that is loaded again goes on with it',
  async (t) => {
    const opened = await enter(t, bench);
    const { page, server } = opened;
    await page.locator('.entry-call').click();
    tell(opened, connected);
    server.send({ type: 'callText', from: 'operator', text: { line: 0, text: 'Segreto', final: true } });
    await page.getByText('Segreto').first().waitFor();
    const since = server.received.length;
    await page.reload();
    await server.heard((message) => message.type === 'ready', since);
    tell(opened, connected);
    server.send({ type: 'callText', from: 'citizen', text: { line: 0, text: 'Mio', final: true } });
    await page.locator('.line-mine', { hasText: 'Mio' }).waitFor();
    await page.locator('.meeting-bar .device').nth(2).click();
    await page.locator('.meeting .key', { hasText: /^a$/ }).click();
    t.is((await acted(opened, 'text', since)).text.line, 1, 'lines are counted on');
    tell(opened, view({ state: 'ended', outcome: 'answered' }));
    await page.locator('.over').waitFor();
    const end = server.received.length;
    await leave(page);
    await acted(opened, 'dismiss', end);
    tell(opened, null);
    t.false((await page.content()).includes('Segreto'));

    // A call that is left with the session is hung up, and what comes of it is not for the next citizen.
    await page.locator('.attract').click({ position: { x: 20, y: 20 } });
    await page.locator('.entry-call').click();
    tell(opened, waiting);
    await page.locator('.queue-number').waitFor();
    const last = server.received.length;
    await leave(page);
    await acted(opened, 'leave', last);
    tell(opened, view({ state: 'ended', outcome: 'abandoned' }));
    await acted(opened, 'dismiss', last);
    await page.locator('.attract').click({ position: { x: 20, y: 20 } });
    await page.locator('.home').waitFor();
    await eventually(t, () => page.locator('.wait-strip').count(), 0);
  },
);

test.serial('a call that is told of before the content has come is taken up when it is there', async (t) => {
  const opened = await openPage(t, bench, { content: null });
  tell(opened, connected);
  await opened.server.heard((message) => message.type === 'session' && message.state === 'active');
  opened.server.publish(twoOffices());
  await opened.page.locator('.meeting').waitFor();
  t.deepEqual(opened.errors, []);
});
