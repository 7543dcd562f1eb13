import test from 'ava';
import type { Page } from 'playwright-core';
import { eventually } from '../../harness/eventually.ts';
import { type Bench, openBench } from './browser.ts';
import {
  acted,
  appointment,
  connected,
  connecting,
  enter,
  form,
  tell,
  text,
  view,
  waiting,
} from './call-scene.ts';

let bench: Bench;
test.before(async () => {
  bench = await openBench();
});
test.after.always(() => bench.close());

/** How much of the page covers a point: 0 where what lies under it is seen, 255 where it is not. */
async function cover(page: Page, points: { x: number; y: number }[]): Promise<number[]> {
  const picture = await page.screenshot({ type: 'png', omitBackground: true });
  return page.evaluate(
    async ({ source, at }) => {
      const image = new Image();
      image.src = `data:image/png;base64,${source}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext('2d');
      if (!context) throw new Error('no canvas');
      context.drawImage(image, 0, 0);
      return at.map(({ x, y }) => context.getImageData(Math.round(x), Math.round(y), 1, 1).data[3] ?? -1);
    },
    { source: picture.toString('base64'), at: points },
  );
}

test.serial('the page is transparent where the face is, and the agent is told where that is', async (t) => {
  const opened = await enter(t, bench);
  const { page, server, errors } = opened;
  await page.locator('.entry-call').click();
  await acted(opened, 'ask');
  tell(opened, connecting);
  await page.locator('.sign').first().waitFor();
  const box = await page.locator('.meeting-hole').boundingBox();
  if (!box) throw new Error('there is no place for the face');
  const near = (share: number, part: number, whole: number) => Math.abs(share * whole - part) < 1;
  await server.heard((message) => {
    if (message.type !== 'call' || message.action.do !== 'place' || message.action.face === null)
      return false;
    const { x, y, width, height } = message.action.face;
    return (
      near(x, box.x, 540) &&
      near(width, box.width, 540) &&
      near(y, box.y, 960) &&
      near(height, box.height, 960)
    );
  });
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const corners = [
    { x: box.x - 4, y: middle.y },
    { x: box.x + 1, y: box.y + 1 },
    { x: middle.x, y: box.y - 8 },
    { x: middle.x, y: 955 },
  ];
  await eventually(
    t,
    () => cover(page, [middle, ...corners]),
    [255, 255, 255, 255, 255],
    'no picture comes yet',
  );
  tell(opened, connected);
  await page.locator('[data-open]').waitFor();
  await eventually(t, () => cover(page, [middle, ...corners]), [0, 255, 255, 255, 255]);

  // What is shown takes its room, and all of it when it is made larger.
  const since = server.received.length;
  const share = {
    kind: 'document',
    url: null,
    title: 'Domanda',
    pages: 3,
    page: 1,
    pointer: null,
  } as const;
  tell(opened, { ...connected, share });
  const beside = await acted(opened, 'place', since);
  t.true((beside.face?.height ?? 1) * 960 < box.height);
  await page.getByText('Pagina 1 di 3').waitFor();
  const later = server.received.length;
  await page.locator('.shared-larger').click();
  t.is((await acted(opened, 'place', later)).face, null);
  t.deepEqual(errors, []);
  t.deepEqual(server.refused, []);
});

test.serial('page and pointer of a document are the operator’s, a card is the real one', async (t) => {
  const opened = await enter(t, bench);
  const { page } = opened;
  const picture =
    '<svg xmlns="http://www.w3.org/2000/svg" width="210" height="297"><rect width="210" height="297"/></svg>';
  await page.route('**/call/pictures/**', (route) =>
    route.fulfill({ contentType: 'image/svg+xml', body: picture }),
  );
  await page.locator('.entry-call').click();
  const shown = (part: object) => ({
    ...connected,
    share: {
      kind: 'document' as const,
      url: `/call/pictures/${'b'.repeat(64)}`,
      title: 'Domanda',
      pages: 3,
      page: 2,
      pointer: { x: 0.25, y: 0.75 },
      ...part,
    },
  });
  tell(opened, shown({}));
  await page.getByText('Pagina 2 di 3').waitFor();
  await page.locator('.shared-sheet img').evaluate((image: HTMLImageElement) => image.decode());
  const sheet = await page.locator('.shared-sheet img').boundingBox();
  const dot = await page.locator('.shared-pointer').boundingBox();
  if (!sheet || !dot) throw new Error('no document');
  t.true(Math.abs(sheet.width / sheet.height - 210 / 297) < 0.02, 'the page keeps its shape');
  t.true(Math.abs(dot.x + dot.width / 2 - (sheet.x + sheet.width / 4)) < 1.5);
  t.true(Math.abs(dot.y + dot.height / 2 - (sheet.y + (sheet.height * 3) / 4)) < 1.5);
  tell(opened, shown({ page: 3, pointer: null }));
  await page.getByText('Pagina 3 di 3').waitFor();
  await eventually(t, () => page.locator('.shared-pointer').count(), 0);
  tell(opened, { ...connected, share: { kind: 'card', card: 'lavoro-uno' } });
  await page.locator('.shared-card', { hasText: 'Documento di identità valido' }).waitFor();
  await eventually(t, () => page.locator('.shared-card .call-now, .shared-card .take-away').count(), 0);
});

test.serial(
  'camera and microphone are seen to be on and switched each for itself; who listens is named',
  async (t) => {
    const opened = await enter(t, bench);
    const { page } = opened;
    await page.locator('.entry-call').click();
    tell(opened, waiting);
    await page.getByRole('button', { name: 'Non farti vedere' }).click();
    t.false((await acted(opened, 'camera')).on, 'before anybody has answered');
    tell(opened, { ...connected, camera: { there: true, on: false } });
    await page.locator('.sign', { hasText: 'Non ti vedono' }).waitFor();
    await eventually(t, () => page.locator('.sign[data-on]').allTextContents(), ['Ti sentono']);
    await page.getByRole('button', { name: 'Non farti sentire' }).click();
    t.false((await acted(opened, 'microphone')).on);
    tell(opened, {
      ...connected,
      camera: { there: false, on: false },
      parties: [
        ...connected.parties,
        { party: 'guest-1', role: 'interpreter', listens: false },
        { party: 'guest-2', role: 'sempre', listens: true },
      ],
    });
    await page.locator('.party', { hasText: 'Interprete' }).waitFor();
    await page.locator('.party-listens', { hasText: 'ascolta' }).waitFor();
    await eventually(t, () => page.getByRole('button', { name: 'Niente videocamera' }).isDisabled(), true);
    await page.locator('.hang-up').click();
    await acted(opened, 'leave');
  },
);

test.serial('text goes letter by letter both ways, and is finished by a line', async (t) => {
  const opened = await enter(t, bench);
  const { page, server } = opened;
  await page.locator('.entry-call').click();
  tell(opened, text);
  await page.locator('.meeting .key').first().waitFor();
  await eventually(t, () => page.locator('.meeting-hole').count(), 0, 'no picture');
  await eventually(t, () => page.locator('.sign').count(), 0, 'neither camera nor microphone');
  for (const letter of 'ciao')
    await page.locator('.meeting .key', { hasText: new RegExp(`^${letter}$`) }).click();
  await page.locator('.meeting .key-done').click();
  await page.locator('.meeting .key', { hasText: /^e$/ }).click();
  await acted(opened, 'text');
  await page.locator('.line-mine:not([data-final])', { hasText: 'e' }).waitFor();
  const written = server.received.flatMap((message) =>
    message.type === 'call' && message.action.do === 'text' ? [message.action.text] : [],
  );
  t.deepEqual(written, [
    { line: 0, text: 'c', final: false },
    { line: 0, text: 'ci', final: false },
    { line: 0, text: 'cia', final: false },
    { line: 0, text: 'ciao', final: false },
    { line: 0, text: 'ciao', final: true },
    { line: 1, text: 'e', final: false },
  ]);
  const from = (line: number, said: string, final: boolean) =>
    server.send({ type: 'callText', from: 'operator', text: { line, text: said, final } });
  from(0, 'Buo', false);
  await page.locator('.line:not(.line-mine)', { hasText: /Buo$/ }).waitFor();
  await eventually(
    t,
    () => page.locator('.lines [role=status]').textContent(),
    '',
    'told once it is finished',
  );
  from(0, 'Buongiorno', true);
  await page.locator('.lines [role=status]', { hasText: 'Operatore: Buongiorno' }).waitFor();
  from(0, 'Buo', false);
  from(1, 'Mi dica', true);
  await page.locator('.line', { hasText: 'Mi dica' }).waitFor();
  await eventually(
    t,
    () => page.locator('.line', { hasText: 'Buongiorno' }).count(),
    1,
    'what comes late changes nothing',
  );
  t.deepEqual(server.refused, []);
});

test.serial(
  'a form is filled in on the glass and goes to the operator alone; an appointment is taken along',
  async (t) => {
    const opened = await enter(t, bench);
    const { page, server } = opened;
    await page.locator('.entry-call').click();
    tell(opened, { ...connected, share: form });
    const send = page.getByRole('button', { name: 'Manda le risposte' });
    await send.click();
    await page.getByText('Manca una risposta').waitFor();
    await page.locator('.form-field', { hasText: 'Nome' }).click();
    await page.locator('.meeting-writing .field-input').fill('Ada');
    await page.locator('.meeting-writing .key-done').click();
    await page.locator('.form-field', { hasText: 'Data di nascita' }).click();
    for (const figure of '05031980') {
      await page.locator('.meeting-writing .key', { hasText: new RegExp(`^${figure}$`) }).click();
    }
    await page.locator('.meeting-writing .key-done').click();
    await page.getByRole('button', { name: 'Di persona' }).click();
    await send.click();
    t.deepEqual((await acted(opened, 'form')).answers, [
      { name: 'name', value: 'Ada' },
      { name: 'born', value: '1980-03-05' },
      { name: 'how', value: 'Di persona' },
    ]);
    await page.getByText('L’operatore ha le tue risposte').waitFor();
    t.false((await page.content()).includes('Ada'), 'nothing of it stays');
    tell(opened, { ...connected, share: appointment });
    await page.locator('.appointment-code', { hasText: 'A7K-42' }).waitFor();
    tell(opened, view({ state: 'ended', outcome: 'answered' }));
    await page.locator('.over .appointment-when', { hasText: 'martedì 1 dicembre 2026' }).waitFor();
    t.deepEqual(server.refused, []);
  },
);

test.serial('nothing is recorded without a yes, and a no ends it at any time', async (t) => {
  const opened = await enter(t, bench);
  const { page, server } = opened;
  await page.locator('.entry-call').click();
  tell(opened, connected);
  await page.locator('.meeting').waitFor();
  await eventually(t, () => page.locator('.recording').textContent(), '');
  tell(opened, { ...connected, recording: { state: 'asked', sound: false } });
  await page.getByRole('button', { name: 'Sì, registrate' }).click();
  t.true((await acted(opened, 'consent')).given);
  tell(opened, { ...connected, recording: { state: 'on', sound: false } });
  await page.getByText('Si registra').waitFor();
  const since = server.received.length;
  await page.getByRole('button', { name: 'Ferma e cancella' }).click();
  t.false((await acted(opened, 'consent', since)).given);
});
