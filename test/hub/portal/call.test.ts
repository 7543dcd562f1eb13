import test from 'ava';
import type { Browser, Page } from 'playwright-core';
import { accessibilityProblems } from '../../harness/axe.ts';
import { overflow } from '../../harness/browser.ts';
import { openOperator } from '../../harness/call-operator.ts';
import { newOperator } from '../../harness/calling-hub.ts';
import { startHub } from '../../harness/hub.ts';
import { sharedOwner } from '../../harness/owner.ts';
import { until } from '../../harness/until.ts';
import { openBrowser, openVisitor, type PortalHub, refusing, startPortalHub } from './site.ts';

let portal: PortalHub;
/** With a camera and a microphone, and with a microphone alone. */
let seen: Browser;
let unseen: Browser;
const owner = sharedOwner();
test.before(async (t) => {
  t.timeout(240_000);
  [portal, seen, unseen] = await Promise.all([
    startPortalHub(owner),
    openBrowser(owner),
    openBrowser(owner, '--use-fake-device-for-media-stream=device-count=0'),
  ]);
});
test.after.always(async () => {
  await owner.end();
});

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const heading = (page: Page, name: string) => page.getByRole('heading', { name });

/** Notes on the window what the element tells the page. */
const noteStates = `addEventListener('totem-call-state', ({ detail }) => {
  (window.told ??= []).push(detail);
});`;
const toldOn = (page: Page) => page.evaluate<{ state: string; office: string | null }[]>('window.told ?? []');

test.serial(
  'the script and the list of offices: for the sites that are named, and for nobody else',
  async (t) => {
    t.timeout(120_000);
    const { hub, site, stranger } = portal;
    const at = (path: string, headers: Record<string, string> = {}) =>
      fetch(`${hub.urls.http}${path}`, { headers });

    const script = await at('/portal/totem-call.js', { 'accept-encoding': 'br' });
    t.is(script.headers.get('access-control-allow-origin'), '*');
    t.is(script.headers.get('content-encoding'), 'br');
    t.true((await script.text()).includes('totem-call'));
    const etag = script.headers.get('etag') ?? '';
    t.is((await at('/portal/totem-call.js', { 'if-none-match': etag })).status, 304);

    const foreign = (origin: string) => ({ origin, 'sec-fetch-site': 'cross-site' });
    const named = await at('/api/v1/calls/offices?language=en', foreign(site));
    t.is(named.headers.get('access-control-allow-origin'), site);
    t.is(named.headers.get('access-control-allow-credentials'), null);
    const { offices, institution, languages } = await named.json();
    t.is(institution, 'Metropolitan City of Milan');
    t.deepEqual(languages, ['it', 'en', 'ar']);
    const states = offices.map(({ id, open, opens }: Record<string, unknown>) => [id, open, opens]);
    t.deepEqual(states, [
      ['centro-impiego', false, null],
      ['strade', false, null],
      ['urp', true, null],
    ]);
    const refused = await at('/api/v1/calls/offices', foreign(stranger));
    t.is(refused.status, 403);
    // Whoever put it there can read why.
    t.is(refused.headers.get('access-control-allow-origin'), stranger);
    t.is((await refused.json()).error.code, 'forbidden');
    t.is((await at('/api/v1/calls/cards/naspi?language=it')).status, 200);
    t.is((await at('/api/v1/calls/cards/nessuna')).status, 404);

    const page = await at('/portal', { 'accept-language': 'ar' });
    t.true((await page.text()).includes('<html lang="ar" dir="rtl">'));
    t.is(page.headers.get('permissions-policy'), 'camera=(self), microphone=(self)');
    t.is((await at('/portal/assets/0/page.css')).status, 404);
    t.is((await at('/portal/__proto__')).status, 400);
  },
);

test.serial('our own page: on a phone, from right to left, enlarged, axe finds nothing', async (t) => {
  t.timeout(120_000);
  const { page, mistakes } = await openVisitor(unseen, { viewport: { width: 390, height: 844 } });
  await page.goto(`${portal.hub.urls.http}/portal/ar`);
  await page.locator('.office').first().waitFor();
  t.true((await overflow(page)) <= 0);
  t.deepEqual(await accessibilityProblems(page), []);
  // A window of half the width is what twice the size leaves.
  await page.setViewportSize({ width: 320, height: 560 });
  t.true((await overflow(page)) <= 0);
  await page.locator('.office button.main').click();
  await page.locator('.manner').first().waitFor();
  t.deepEqual(await accessibilityProblems(page), []);
  const fits = 'document.querySelector("totem-call").shadowRoot.querySelector(".body")';
  t.true(await page.evaluate<boolean>(`${fits}.scrollWidth <= ${fits}.clientWidth`));
  t.deepEqual(mistakes, []);
  await page.context().close();
});

test.serial('a site that is not named says so, and connects to nothing', async (t) => {
  t.timeout(120_000);
  portal.serve('<totem-call office="urp" lang="it"></totem-call>');
  const { page, asked } = await openVisitor(unseen);
  await page.addInitScript(noteStates);
  await page.goto(portal.stranger);
  await button(page, 'Parla con una persona').click();
  await page.getByRole('alert').getByText('Questo sito non è ancora ammesso').waitFor();
  t.true(await page.getByText(portal.stranger).isVisible());
  t.false(asked.some((url) => url.startsWith('ws')));
  t.deepEqual((await toldOn(page)).at(-1)?.state, 'forbidden');
  await page.context().close();
});

test.serial('who says no to camera and microphone is told what to do, and writes', async (t) => {
  t.timeout(180_000);
  portal.serve('<totem-call lang="it"></totem-call>');
  const { page, mistakes } = await openVisitor(await openBrowser(t, refusing));
  await page.goto(portal.site);
  await button(page, 'Parla con una persona').click();
  // Without an office on the element it is chosen first; one that is closed says so.
  await heading(page, 'Con quale ufficio vuoi parlare?').waitFor();
  t.is(await page.locator('.office').count(), 3);
  t.is(await button(page, 'Chiama Strade provinciali').count(), 0);
  await button(page, 'Chiama URP, Ufficio relazioni con il pubblico').click();
  await button(page, 'Avanti').click();
  await button(page, 'Accendi e prova').click();
  await page.getByRole('alert').waitFor();
  t.regex((await page.getByRole('alert').textContent()) ?? '', /non permette/);
  await button(page, 'Scrivi invece').click();
  await heading(page, 'Sei in fila').waitFor();
  await button(page, 'Esci dalla fila').click();
  await heading(page, 'Sei uscito dalla fila').waitFor();
  t.deepEqual(mistakes, []);
  await page.context().close();
});

test.serial('without a camera one is heard', async (t) => {
  t.timeout(120_000);
  portal.serve('<totem-call office="urp" lang="it"></totem-call>');
  const { page, mistakes } = await openVisitor(unseen);
  await page.goto(portal.site);
  await button(page, 'Parla con una persona').click();
  await button(page, 'Avanti').click();
  await button(page, 'Accendi e prova').click();
  await page.getByText('Non c’è una videocamera: ti sentono, ma non ti vedono.').waitFor();
  await page.getByText('Il microfono funziona.').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'hidden' });
  t.deepEqual(mistakes, []);
  await page.context().close();
});

test.serial('an office that is closed says when it opens, and who is open', async (t) => {
  t.timeout(120_000);
  portal.serve('<totem-call office="strade" lang="en"></totem-call>');
  const { page, mistakes } = await openVisitor(unseen);
  await page.goto(portal.site);
  await button(page, 'Talk to a person').click();
  await heading(page, 'The office is closed now').waitFor();
  t.deepEqual(await accessibilityProblems(page), []);
  await page.getByLabel('Your telephone number').fill('02 7740 1234');
  await page.getByRole('checkbox').check();
  await button(page, 'Ask for a call back').click();
  await page.getByText('The office has your request').waitFor();
  await page.getByRole('button', { name: /^URP/ }).click();
  await heading(page, 'How do you want to talk?').waitFor();
  t.deepEqual(mistakes, []);
  await page.context().close();
});

test.serial('a whole call from a strict site, loaded again, through a restart of the hub', async (t) => {
  t.timeout(300_000);
  portal.serve('<totem-call office="urp" subject="naspi" lang="it"></totem-call>');
  const { page, mistakes, asked } = await openVisitor(seen);
  await page.addInitScript(noteStates);
  await page.goto(portal.site);
  await button(page, 'Parla con una persona').waitFor();

  // Before it is touched: the script and nothing else; the page is as it was, and so is the element.
  const fromHub = () => asked.filter((url) => !url.startsWith(portal.site));
  t.deepEqual(fromHub(), [`${portal.hub.urls.http}/portal/totem-call.js`]);
  const look = (of: string) =>
    page.evaluate<string[]>(
      `['color', 'textTransform', 'letterSpacing', 'fontSize', 'display'].map((name) => getComputedStyle(${of})[name])`,
    );
  const own = await look('document.querySelector("#own")');
  t.deepEqual(own, ['rgb(170, 0, 0)', 'uppercase', '10px', '20px', 'block']);
  const shadow = 'document.querySelector("totem-call").shadowRoot';
  t.deepEqual(await look(`${shadow}.querySelector("button")`), [
    'rgb(255, 255, 255)',
    'none',
    'normal',
    '18px',
    'inline-flex',
  ]);

  await button(page, 'Parla con una persona').click();
  await heading(page, 'Come vuoi parlare?').waitFor();
  t.deepEqual(await accessibilityProblems(page), []);
  // With the keyboard alone.
  await button(page, 'Avanti').focus();
  await page.keyboard.press('Enter');
  // The focus goes to the next step's heading first: a key before that would be lost.
  await page.locator('.step h2:focus').waitFor();
  await button(page, 'Accendi e prova').press('Enter');
  await button(page, 'Chiama ora').waitFor();
  t.deepEqual(await accessibilityProblems(page), []);
  await button(page, 'Chiama ora').press('Enter');
  await heading(page, 'Sei in fila').waitFor();
  t.deepEqual(await accessibilityProblems(page), []);
  await button(page, 'Continua a leggere la pagina').first().click();
  await button(page, 'Torna alla chiamata').waitFor();

  const operator = await openOperator(owner, portal.hub, await newOperator(portal.hub, 'anna'));
  const flows = async (what: string) => {
    const { frames } = await operator.sight();
    await until(what, async () => (await operator.sight()).frames > frames + 5, 40_000);
  };
  // Somebody answers: the corner becomes the whole again.
  await page.getByText('In chiamata', { exact: true }).first().waitFor();
  await flows('the operator sees the visitor');
  const video = `${shadow}.querySelector(".face video")`;
  await until(
    'the visitor sees the operator',
    () => page.evaluate<boolean>(`${video}.videoWidth > 0 && !${video}.paused`),
    40_000,
  );
  t.deepEqual(await accessibilityProblems(page), []);

  await operator.say({ type: 'text', text: { line: 0, text: 'Buongiorno', final: true } });
  await button(page, 'Ti hanno scritto').click();
  await page.getByText('Buongiorno').waitFor();
  await page.getByLabel('Scrivi un messaggio').pressSequentially('Ciao');
  await until('the text is on the other side', async () => (await operator.sight()).texts.includes('Ciao'));
  // Letter by letter.
  t.deepEqual((await operator.sight()).texts, ['C', 'Ci', 'Cia', 'Ciao']);
  await page.keyboard.press('Enter');
  await operator.say({ type: 'show', share: { kind: 'card', card: 'naspi' } });
  await heading(page, 'Indennità di disoccupazione (NASpI)').waitFor();

  // A page of a document, with where the operator points, though the site forbids pictures of elsewhere.
  const { call } = await page.evaluate<{ call: string }>(
    `({ call: sessionStorage.getItem('totem-call').split(' ')[1] })`,
  );
  const sha256 = await operator.page.evaluate<string>(`(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 60, height: 80 });
    canvas.getContext('2d').fillRect(10, 10, 20, 20);
    const picture = await new Promise((resolve) => canvas.toBlob(resolve));
    const answer = await fetch('/api/v1/calls/${call}/pictures', {
      method: 'POST', headers: { 'content-type': 'image/png' }, body: picture,
    });
    return (await answer.json()).sha256;
  })()`);
  await operator.say({
    type: 'show',
    share: {
      kind: 'document',
      sha256,
      media: 'image/png',
      title: 'Modulo',
      pages: 2,
      page: 1,
      pointer: { x: 0.25, y: 0.5 },
    },
  });
  await page.getByRole('img', { name: 'Modulo, pagina 1 di 2' }).waitFor();
  const pointer = await until('the pointer is shown', () =>
    page.evaluate<string | false>(`${shadow}.querySelector('.pointer')?.style.left || false`),
  );
  t.is(pointer, '25%');
  t.is(await page.evaluate(`${shadow}.querySelector('canvas').width`), 60);
  t.deepEqual(await accessibilityProblems(page), []);

  // Camera off and on again; then the tab is loaded again and goes on.
  await button(page, 'Ti vedono. Spegni la videocamera').click();
  await button(page, 'Non ti vedono. Accendi la videocamera').click();
  await button(page, 'Ti vedono. Spegni la videocamera').waitFor();
  await button(page, 'Ti sentono. Spegni il microfono').click();
  await button(page, 'Non ti sentono. Accendi il microfono').waitFor();
  await flows('pictures come again');
  await page.reload();
  await page.getByText('In chiamata', { exact: true }).first().waitFor();
  await flows('pictures come to the operator after the tab was loaded again');
  t.deepEqual(await page.evaluate('[localStorage.length, document.cookie, sessionStorage.length]'), [
    0,
    '',
    1,
  ]);

  // The hub goes; the call does not. Who comes now is told, and goes on when it is back.
  const late = await openVisitor(unseen);
  await late.page.goto(portal.site);
  await button(late.page, 'Parla con una persona').waitFor();
  await portal.hub.stop();
  await page.getByRole('alert').getByText('La chiamata va avanti').waitFor();
  await button(late.page, 'Parla con una persona').click();
  await late.page.getByRole('alert').getByText('Il servizio non risponde').waitFor();
  await flows('pictures come while the hub is gone');
  portal.hub = await startHub(owner, { data: portal.hub.data, environment: portal.hub.ports });
  await page.getByText('La chiamata va avanti').waitFor({ state: 'hidden' });
  await heading(late.page, 'Come vuoi parlare?').waitFor();
  await late.page.context().close();
  t.is((await operator.sight()).state, 'connected');
  await flows('pictures come after the hub is back');

  await button(page, 'Chiudi la chiamata').click();
  await heading(page, 'La chiamata è finita').waitFor();
  await until('the operator hears of it', async () => (await operator.sight()).outcome === 'answered');
  t.deepEqual(await accessibilityProblems(page), []);
  t.regex(await page.evaluate<string>('sessionStorage.getItem("totem-call")'), /^[0-9a-f-]{36}$/);
  await button(page, 'Chiudi').first().click();

  const told = await toldOn(page);
  t.deepEqual(Object.keys(told[0] ?? {}).sort(), ['office', 'outcome', 'state']);
  t.deepEqual(told.at(-1), { state: 'idle', office: null, outcome: null });
  t.true(told.some(({ state }) => state === 'connected'));
  t.deepEqual(own, await look('document.querySelector("#own")'));
  t.deepEqual(mistakes, []);
});
