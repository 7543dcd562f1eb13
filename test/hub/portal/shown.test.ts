import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import test from 'ava';
import type { Browser, Page } from 'playwright-core';
import { accessibilityProblems } from '../../harness/axe.ts';
import { openOperator } from '../../harness/call-operator.ts';
import { newOperator } from '../../harness/calling-hub.ts';
import { enter, openFirefox } from '../../harness/firefox.ts';
import { sharedOwner } from '../../harness/owner.ts';
import { until } from '../../harness/until.ts';
import { openSocket } from '../calls/sockets.ts';
import { openBrowser, openVisitor, type PortalHub, startPortalHub } from './site.ts';

let portal: PortalHub;
let browser: Browser;
const owner = sharedOwner();
test.before(async (t) => {
  t.timeout(240_000);
  [portal, browser] = await Promise.all([startPortalHub(owner), openBrowser(owner)]);
});
test.after.always(async () => {
  await owner.end();
});

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

test.serial(
  'a call in writing: who listens, what is kept, a form, an appointment, who asks to be rung up',
  async (t) => {
    t.timeout(180_000);
    const { hub, site } = portal;
    const desk = openSocket(t, hub, '/calls/desk', bearer(await newOperator(hub, 'bea')));
    await once(desk.socket, 'open');
    const supervisor = await newOperator(hub, 'sara', 'supervisor');
    desk.send({
      type: 'skills',
      skills: {
        offices: ['urp', 'strade'],
        languages: ['it'],
        signLanguage: false,
        subjects: [],
        modes: ['text'],
      },
    });
    desk.send({ type: 'presence', presence: 'available' });
    portal.serve('<totem-call lang="it"></totem-call>');
    const { page, mistakes } = await openVisitor(browser);
    // Who only writes is never asked for a camera or a microphone.
    await page.addInitScript(`window.asked = 0;
    const ask = MediaDevices.prototype.getUserMedia;
    MediaDevices.prototype.getUserMedia = function (...all) { window.asked += 1; return ask.apply(this, all); };`);
    await page.goto(site);
    await button(page, 'Parla con una persona').click();
    await button(page, 'Chiama URP, Ufficio relazioni con il pubblico').click();
    await page.getByText('Scrivendo', { exact: true }).click();
    await button(page, 'Comincia a scrivere').click();
    const ring = await until('it rings at the desk', () => desk.of('ring').at(-1));
    const { call } = ring;
    desk.send({ type: 'answer', call });
    desk.send({ type: 'media', call, flowing: true });
    await page.getByText('In chiamata', { exact: true }).first().waitFor();
    t.is(await page.getByRole('button', { name: /videocamera|microfono/ }).count(), 0);
    t.is(
      await page.evaluate('document.querySelector("totem-call").shadowRoot.querySelectorAll("video").length'),
      0,
    );
    desk.send({ type: 'text', call, text: { line: 0, text: 'Buongiorno, mi dica', final: true } });
    await page.getByText('Buongiorno, mi dica').waitFor();
    await page.getByLabel('Scrivi un messaggio').fill('Un appuntamento');
    await page.keyboard.press('Enter');
    await until('the text is at the desk', () =>
      desk.of('text').some(({ text }) => text.final && text.text === 'Un appuntamento'),
    );

    // A supervisor listens, and the visitor reads it.
    const listener = openSocket(t, hub, '/calls/desk', bearer(supervisor));
    await once(listener.socket, 'open');
    listener.send({ type: 'invite', call, operator: 'sara', listens: true });
    await page.getByText('Un responsabile ascolta').waitFor();
    listener.send({ type: 'leave', call });
    await page.getByText('Un responsabile ascolta').waitFor({ state: 'hidden' });

    // Recorded only after a yes, and deleted by a no.
    const kept = () =>
      fetch(`${hub.urls.http}/api/v1/calls/recordings/${call}`, { headers: bearer(supervisor) });
    const record = { type: 'record', call, on: true, sound: false };
    desk.send(record);
    await page.getByRole('alert').getByText('chiede di conservare il testo').waitFor();
    t.deepEqual(await accessibilityProblems(page), []);
    await button(page, 'Sì, va bene').click();
    await page.getByText('Il testo di questa chiamata viene conservato.').waitFor();
    desk.send({ type: 'text', call, text: { line: 1, text: 'Da qui è conservato', final: true } });
    await until('it is kept', async () => (await kept()).status === 200);
    await button(page, 'Ferma e cancella').click();
    await until('it is deleted', async () => (await kept()).status === 404);
    await until('the desk hears of it', () => desk.of('standing').at(-1)?.recording === undefined);
    desk.send(record);
    await button(page, 'Sì, va bene').click();

    // A form with every kind of answer.
    const form = {
      kind: 'form',
      form: randomUUID(),
      title: 'Recapito',
      fields: [
        { name: 'who', label: 'Come possiamo chiamarla?', kind: 'text', required: true, options: [] },
        { name: 'phone', label: 'Telefono', kind: 'phone', required: true, options: [] },
        { name: 'day', label: 'Giorno preferito', kind: 'date', required: false, options: [] },
        { name: 'where', label: 'Sede', kind: 'choice', required: false, options: ['Milano', 'Rho'] },
      ],
    };
    desk.send({ type: 'show', call, share: form });
    await page.getByRole('heading', { name: 'Recapito' }).waitFor();
    t.deepEqual(await accessibilityProblems(page), []);
    await button(page, 'Manda all’operatore').click();
    t.is(desk.of('filled').length, 0, 'what must be answered is asked for first');
    await page.getByLabel('Come possiamo chiamarla?').fill('Signora A.');
    await page.getByLabel('Telefono').fill('chiamatemi');
    await page.getByLabel('Sede').selectOption('Rho');
    await button(page, 'Manda all’operatore').click();
    await page.getByRole('alert').getByText('Qualcosa non va nelle risposte').waitFor();
    await page.getByLabel('Telefono').fill('02 7740 1234');
    await page.getByLabel('Giorno preferito').fill('2099-03-02');
    await button(page, 'Manda all’operatore').click();
    const filled = await until('the answers are at the desk', () => desk.of('filled').at(-1));
    t.is(filled.form, form.form);
    t.deepEqual(filled.answers, [
      { name: 'who', value: 'Signora A.' },
      { name: 'phone', value: '02 7740 1234' },
      { name: 'day', value: '2099-03-02' },
      { name: 'where', value: 'Rho' },
    ]);
    await page.getByText('L’operatore ha le tue risposte.').waitFor();

    // An appointment, which stays after the call and goes into a calendar.
    const appointment = {
      office: 'urp',
      title: 'URP',
      place: 'Via Vivaio 1, Milano',
      note: 'Porti un documento',
    };
    const share = { kind: 'appointment', ...appointment, at: '2099-03-02T09:30:00.000Z', code: 'AB-12' };
    desk.send({ type: 'show', call, share });
    await page.getByRole('heading', { name: 'Il tuo appuntamento' }).waitFor();
    await page.getByText('lunedì 2 marzo').waitFor();
    t.deepEqual(await accessibilityProblems(page), []);
    desk.send({ type: 'leave', call });
    await page.getByRole('heading', { name: 'La chiamata è finita' }).waitFor();
    await page.getByText('La chiamata è stata registrata, come hai accettato').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      button(page, 'Salva nel calendario').click(),
    ]);
    t.is(download.suggestedFilename(), 'AB-12.ics');
    const calendar = await readFile(await download.path(), 'utf8');
    t.true(calendar.replaceAll('\r\n ', '').includes('DTSTART:20990302T093000Z'), calendar);
    await button(page, 'Chiudi').first().click();

    // A closed office rings back: its desk has the number until it is done.
    await button(page, 'Parla con una persona').click();
    await button(page, 'Fatti richiamare: Strade provinciali').click();
    await page.getByRole('heading', { name: 'L’ufficio ora è chiuso' }).waitFor();
    await page.getByLabel('Il tuo numero di telefono').fill('+39 02.7740-1');
    await page.getByLabel('Quando preferisci?').selectOption('La mattina');
    await page.getByRole('checkbox').check();
    await button(page, 'Chiedi di essere richiamato').click();
    await page.getByText('L’ufficio ha la tua richiesta').waitFor();
    const request = await until('the desk has it', () => desk.of('requests').at(-1)?.requests[0]);
    t.like(request, { office: 'strade', phone: '+390277401', when: 'morning', language: 'it' });
    desk.send({ type: 'done', request: request.request });
    await until('it is gone', () => desk.of('requests').at(-1)?.requests.length === 0);
    t.is(await page.evaluate('window.asked'), 0);
    t.deepEqual(mistakes, []);
    await page.context().close();
    desk.socket.close();
  },
);

test.serial(
  'a call from a strict site in Firefox to a desk in Chromium, seen and heard both ways',
  async (t) => {
    t.timeout(180_000);
    const { hub, site } = portal;
    const operator = await openOperator(owner, hub, await newOperator(hub, 'anna'));
    portal.serve('<totem-call office="urp"></totem-call>');
    const firefox = await openFirefox(t, site);
    const root = 'document.querySelector("totem-call").shadowRoot';
    const press = async (name: string) => {
      const find = `[...${root}.querySelectorAll('button')].find((each) => each.textContent.trim() === ${JSON.stringify(name)})`;
      await firefox.holds(`the button ${name}`, `${find} && !${find}.disabled`);
      await firefox.evaluate(`${find}.focus()`);
      await firefox.type(enter);
    };
    /** A step is there when its heading has the focus; before that it would take it away. */
    const heading = (text: string) =>
      firefox.holds(`the step ${text}`, `${root}.activeElement?.textContent === ${JSON.stringify(text)}`);
    await firefox.holds('the element', `document.querySelector('totem-call')?.shadowRoot`);
    // The language is that of the page around it.
    await press('Parla con una persona');
    await heading('Come vuoi parlare?');
    await press('Avanti');
    await heading('Prova videocamera e microfono');
    await press('Accendi e prova');
    await firefox.holds('its own picture', `${root}.querySelector('video.preview')?.videoWidth > 0`);
    await press('Chiama ora');
    await firefox.holds('the operator', `${root}.querySelector('.face video')?.videoWidth > 0`);
    const seen = await until(
      'the operator sees and hears the visitor',
      async () => {
        const { frames, heard } = await operator.sight();
        return frames > 5 && heard > 0 && { frames, heard };
      },
      60_000,
    );
    t.true(seen.heard > 0);
    const other = `${root}.querySelector('.face video')`;
    await firefox.holds(
      'picture and sound play',
      `!${other}.paused && !${other}.muted && ${other}.currentTime > 0.5`,
    );
    await firefox.holds('sound comes', `${other}.srcObject.getAudioTracks()[0]?.muted === false`);
    await operator.say({ type: 'show', share: { kind: 'card', card: 'naspi' } });
    await firefox.holds('the card', `${root}.textContent.includes('Indennità di disoccupazione (NASpI)')`);
    await press('Chiudi la chiamata');
    await until('the operator hears of it', async () => (await operator.sight()).outcome === 'answered');
    await firefox.holds('the end', `${root}.textContent.includes('La chiamata è finita')`);
  },
);
