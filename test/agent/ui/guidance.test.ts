import test from 'ava';
import type { AgentMessage, PageMessage } from '../../../protocol/index.ts';
import { eventually } from '../../harness/eventually.ts';
import { until } from '../../harness/until.ts';
import { type Bench, begin, calm, leave, openBench, openPage } from './browser.ts';
import { press } from './press.ts';
import type { PageServer } from './server.ts';

let bench: Bench;
test.before(async () => {
  bench = await openBench();
});
test.after.always(() => bench.close());

type Saying = Extract<PageMessage, { type: 'say' }>;

const upright = { viewport: { width: 540, height: 960 } };

/** What this totem can say; without headphones unless it is said. */
const voice = (privateListening = false): AgentMessage => ({
  type: 'voice',
  languages: ['it', 'en'],
  understood: [],
  volume: 0.7,
  privateListening,
});

const sayings = (server: PageServer): Saying[] =>
  server.received.filter((message): message is Saying => message.type === 'say');

/** Waits for something to be said from the saying `since` on. */
async function said(server: PageServer, fits: RegExp, since = 0): Promise<Saying> {
  return until(`${fits} to be said`, () =>
    sayings(server)
      .slice(since)
      .find(({ text }) => fits.test(text)),
  );
}

/** A totem with a voice, whose sessions begin with the guidance on. */
async function guided(t: Parameters<typeof openPage>[0]) {
  const opened = await openPage(t, bench, { context: upright, configuration: { profiles: ['guidance'] } });
  opened.server.send(voice());
  return opened;
}

test.serial('each screen is told as it comes: its title, what it is about, how many choices', async (t) => {
  const { page, server, errors } = await guided(t);
  await press(server, page, 'ok');
  const first = await said(server, /^Guida vocale accesa.*Di che cosa hai bisogno\?/);
  t.regex(first.text, /\d+ scelte/);
  t.is(first.privacy, 'public');
  const since = sayings(server).length;
  await press(server, page, 'down', 'down', 'down');
  await said(server, /Tocca un tema|Cerca un servizio/, since);
  await page.locator('.tile').first().focus();
  const tile = await said(server, /Cercare lavoro/, since);
  t.regex(tile.text, /pulsante\. 1 di 6$/);
  await press(server, page, 'ok');
  t.regex((await said(server, /^Cercare lavoro\. Sportelli/, since)).text, /2 scelte$/);
  t.deepEqual(errors, []);
});

test.serial('arrows lead through every text and every control of a card, and round again', async (t) => {
  const { page, server } = await guided(t);
  await press(server, page, 'ok');
  await page.locator('.home').waitFor();
  await page.locator('.tile').first().click();
  await page.locator('.row').first().click();
  await page.locator('.service').waitFor();
  const since = sayings(server).length;
  const title = await page.locator('.service h1').textContent();
  const met: string[] = [];
  for (let presses = 0; presses < 60; presses += 1) {
    await press(server, page, 'down');
    const text = await page.evaluate(() => document.activeElement?.textContent ?? '');
    met.push(text);
    if (presses > 5 && text === title) break;
  }
  t.true(met.includes(title ?? ''), 'after the last thing comes the title again');
  for (const text of [
    'Codice fiscale',
    'prendi un appuntamento;',
    'Il colloquio si tiene entro 30 giorni.',
    'Gratuito',
    'Aggiornato il 5 ottobre 2026',
    'Inquadra il codice con la fotocamera del telefono.',
    'Ho finito',
  ]) {
    t.true(met.includes(text), `${text} is met: ${JSON.stringify(met)}`);
    await said(server, new RegExp(text.replaceAll('.', '\\.')), since);
  }
  await said(server, /Codice QR con l’indirizzo/, since);
  t.is(new Set(met).size, met.length, 'nothing is met twice');

  // Every key stops the voice before anything else is said, and OK on a text says it again.
  await press(server, page, 'down');
  const stops = server.received.filter(({ type }) => type === 'stop_saying').length;
  const last = sayings(server).at(-1)?.text;
  const count = sayings(server).length;
  await press(server, page, 'ok');
  await until('the text to be said again', () => sayings(server).length > count);
  t.is(sayings(server).at(-1)?.text, last);
  t.is(server.received.filter(({ type }) => type === 'stop_saying').length, stops + 1);
});

test.serial(
  'left and right skip from control to control; a foreign text is told in its own language',
  async (t) => {
    const { page, server } = await guided(t);
    await page.getByRole('button', { name: 'English' }).first().click();
    await page.locator('.home').waitFor();
    await said(server, /^Speech guidance is on/);
    await page.locator('.tile').first().click();
    await page.locator('.row').nth(1).click();
    await page.locator('.service').waitFor();
    const title = await said(server, /^Iscriversi allo sportello lavoro/);
    t.is(title.language, 'it');
    const kinds = new Set<string>();
    for (let presses = 0; presses < 12; presses += 1) {
      await press(server, page, 'right');
      kinds.add(await page.evaluate(() => document.activeElement?.tagName ?? ''));
    }
    t.deepEqual(
      [...kinds].filter((kind) => !['BUTTON', 'H1', 'H2', 'H3'].includes(kind)),
      [],
    );
    t.is((await said(server, /^See the office/)).language, 'en');
  },
);

test.serial('the help key alone leads to the guidance, told to whoever cannot see it', async (t) => {
  const { page, server } = await openPage(t, bench, { context: upright });
  server.send(voice());
  await press(server, page, 'help');
  const offer = await said(server, /Guida vocale/);
  t.regex(offer.text, /^Come ti è più comodo\?|^Accessibilità/);
  t.regex(offer.text, /spento/);
  t.regex(offer.text, /premi OK/);
  await press(server, page, 'ok');
  await said(server, /^Guida vocale accesa\. Con le frecce/);
  await page.locator('[data-profile-guidance]').waitFor();
  const since = sayings(server).length;
  await press(server, page, 'down');
  t.regex((await said(server, /Calma/, since)).text, /spento/);
  await press(server, page, 'ok');
  await said(server, /Calma.*acceso/, since);
  await press(server, page, 'back');
  await page.locator('.profiles').waitFor({ state: 'detached' });

  // It ends with the session: the next person is told nothing unless they ask.
  await leave(page);
  const ended = sayings(server).length;
  await press(server, page, 'ok');
  await page.locator('.home').waitFor();
  await press(server, page, 'down', 'down', 'ok');
  t.is(sayings(server).length, ended);
});

test.serial(
  'headphones that are plugged in begin the guidance, for one person alone; pulled out, that is said',
  async (t) => {
    const { page, server } = await openPage(t, bench, { context: upright });
    server.send(voice());
    await page.locator('.attract').waitFor();
    server.send(voice(true));
    t.regex((await said(server, /^Guida vocale accesa/)).text, /senti solo tu/);
    await eventually(t, () => page.locator('.home').isVisible(), true);
    const since = sayings(server).length;
    server.send(voice(false));
    await said(server, /altoparlante/, since);
    server.send(voice(true));
    await said(server, /^Cuffie collegate/, since);
  },
);

test.serial(
  'what was typed is heard in headphones, or when it is asked for, and otherwise only how much it is',
  async (t) => {
    const { page, server } = await guided(t);
    await press(server, page, 'ok');
    await page.locator('.home').waitFor();
    await page.locator('.search-button').click();
    await page.locator('.search').waitFor();
    await page.locator('.key', { hasText: /^c$/ }).focus();
    const pressed = sayings(server).length;
    await press(server, page, 'ok');
    t.is((await said(server, /^c$/, pressed)).privacy, 'public', 'what the key has written is told');
    const field = page.locator('.field-input');
    await eventually(t, () => field.inputValue(), 'c');
    await field.fill('codice');
    const told = async (since: number) => {
      await page.locator('.search h1').focus();
      await field.focus();
      return said(server, /campo da scrivere/, since);
    };
    const open = sayings(server).length;
    t.regex((await told(open)).text, /Hai scritto 6 caratteri/);
    t.false(
      sayings(server)
        .slice(open)
        .some(({ text }) => /codice/.test(text)),
    );
    const asked = sayings(server).length;
    await press(server, page, 'ok');
    t.is((await said(server, /codice/, asked)).privacy, 'chosen');
    server.send(voice(true));
    const alone = sayings(server).length;
    await told(alone);
    t.is((await said(server, /codice/, alone)).privacy, 'personal');
  },
);

test.serial('the warning is told with its time, and what changes on a screen is told after it', async (t) => {
  const { page, server } = await guided(t);
  await press(server, page, 'ok');
  await page.locator('.home').waitFor();
  server.send({ ...calm, profiles: ['guidance'], idleSeconds: 1, warningSeconds: 22 });
  await page.locator('.warning').waitFor();
  t.regex((await said(server, /^Ci sei ancora\?/)).text, /Sono qui\. pulsante/);
  const told = await said(server, /^Restano 20 secondi/);
  t.is(told.when, 'after');
});

test.serial('without the guidance nothing is told', async (t) => {
  const { page, server } = await openPage(t, bench, { context: upright });
  server.send(voice());
  await begin(page);
  await page.locator('.tile').first().click();
  await page.locator('.row').first().click();
  await page.locator('.service').waitFor();
  t.deepEqual(sayings(server), []);
});
