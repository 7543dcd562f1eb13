import test from 'ava';
import type { PageMessage, TotemKey } from '../../../protocol/index.ts';
import { eventually } from '../../harness/eventually.ts';
import { until } from '../../harness/until.ts';
import { type Bench, calm, openBench, openPage } from './browser.ts';
import { acted, connected, tell, twoOffices, view, waiting } from './call-scene.ts';
import { press, taken } from './press.ts';

let bench: Bench;
test.before(async () => {
  bench = await openBench();
});
test.after.always(() => bench.close());

type Saying = Extract<PageMessage, { type: 'say' }>;

test.serial(
  'without sight and by keys alone: to a person, through the queue and the talk, and out',
  async (t) => {
    const opened = await openPage(t, bench, {
      content: twoOffices(),
      configuration: { profiles: ['guidance'], office: 'sportello' },
      context: { viewport: { width: 540, height: 960 } },
    });
    const { page, server, errors } = opened;
    server.send({
      type: 'voice',
      languages: ['it', 'en'],
      understood: [],
      volume: 0.7,
      privateListening: false,
    });
    tell(opened, null);
    const said = (fits: RegExp, since = 0) =>
      until(`${fits} to be said`, () =>
        server.received
          .slice(since)
          .filter((message): message is Saying => message.type === 'say')
          .find(({ text }) => fits.test(text)),
      );
    /** Presses an arrow until the control with this text has the focus, and then OK. */
    const choose = async (key: TotemKey, text: RegExp) => {
      for (let presses = 0; presses < 60; presses += 1) {
        const focused = await page.evaluate(() => {
          const element = document.activeElement;
          return element?.tagName === 'BUTTON' ? element.textContent : null;
        });
        if (focused && text.test(focused)) {
          await press(server, page, 'ok');
          return;
        }
        await press(server, page, key);
      }
      t.fail(`${text} is not reached`);
    };

    await press(server, page, 'ok');
    await page.locator('.entry-call').waitFor();
    await choose('right', /Una persona/);
    await acted(opened, 'ask');
    await said(/Cerco il tuo posto in fila/);
    tell(opened, waiting);
    await said(/Posto.*3.*Attesa prevista.*Da 4 a 8 minuti/s);
    let since = server.received.length;
    tell(opened, { ...waiting, position: 1, wait: { from: 0, to: 2 } });
    await said(/Sei il prossimo/, since);
    tell(opened, view({ state: 'ringing' }));
    await said(/Sta per rispondere una persona/, since);
    tell(opened, connected);
    await said(/In chiamata con.*Sportello di prova/, since);
    await said(/Ti vedono.*Ti sentono/s, since);
    server.send({ type: 'callText', from: 'operator', text: { line: 0, text: 'Buongiorno', final: true } });
    await said(/Operatore: Buongiorno/, since);
    since = server.received.length;
    tell(opened, { ...connected, camera: { there: true, on: false } });
    await said(/Non ti vedono/, since);
    tell(opened, {
      ...connected,
      parties: [...connected.parties, { party: 'guest-1', role: '', listens: true }],
    });
    await said(/Un responsabile ascolta/, since);
    tell(opened, { ...connected, state: 'interrupted', picture: false });
    await said(/Il collegamento con l’ufficio è mancato/, since);
    tell(opened, connected);
    await taken(server, page);
    await choose('right', /Chiudi la chiamata/);
    await acted(opened, 'leave');
    tell(opened, view({ state: 'ended', outcome: 'answered' }));
    await said(/La chiamata è finita/, since);
    await choose('right', /Torna dov’eri/);
    await page.locator('.home').waitFor();
    t.deepEqual(errors, []);
    t.deepEqual(server.refused, []);
  },
);

test.serial(
  'nobody in a talk is asked whether they are still there; who answers comes before that question',
  async (t) => {
    const opened = await openPage(t, bench, {
      content: twoOffices(),
      configuration: { ...calm, idleSeconds: 60, office: 'sportello' },
      context: { viewport: { width: 540, height: 960 } },
      clock: new Date('2026-11-25T10:00:00Z'),
    });
    const { page, server } = opened;
    tell(opened, null);
    await page.locator('.attract').click({ position: { x: 20, y: 20 } });
    await page.locator('.entry-call').click();
    tell(opened, waiting);
    await page.locator('.queue-number').waitFor();
    await page.clock.runFor(170_000);
    await eventually(t, () => page.locator('.warning').count(), 0, 'a queue takes its time');
    await page.clock.runFor(20_000);
    await page.locator('.warning').waitFor();
    tell(opened, connected);
    await page.locator('.meeting').waitFor();
    await page.locator('.warning').waitFor({ state: 'detached' });
    await page.clock.runFor(3_600_000);
    await eventually(t, () => page.locator('.warning').count(), 0);
    await eventually(t, () => page.locator('.meeting').isVisible(), true);
    tell(opened, view({ state: 'ended', outcome: 'broken' }));
    await page.locator('.over').waitFor();
    await page.clock.runFor(61_000);
    await page.locator('.warning').waitFor();
    await page.clock.runFor(21_000);
    await page.locator('.attract').waitFor();
    await acted(opened, 'dismiss');
    t.deepEqual(server.refused, []);
  },
);
