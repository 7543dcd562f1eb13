import { AxeBuilder } from '@axe-core/playwright';
import test, { type ExecutionContext } from 'ava';
import type { Page } from 'playwright-core';
import type { AgentMessage, DoctorEvent, PageMessage, ServiceStatus } from '../../../protocol/index.ts';
import { type Bench, begin, openBench, openPage, touch } from './browser.ts';

let bench: Bench;
test.before(async () => {
  bench = await openBench();
});
test.after.always(() => bench.close());

type Session = Extract<AgentMessage, { type: 'service' }>;

function session(change: Partial<Session>): Session {
  return {
    type: 'service',
    state: 'asking',
    totem: 't-4k7m2p9xqr',
    generation: 1,
    counter: 483_920,
    refusal: 'none',
    waitSeconds: 0,
    ...change,
  };
}

const status: ServiceStatus = {
  at: '2026-11-25T10:00:00.000Z',
  totem: 't-4k7m2p9xqr',
  version: '0.3.0',
  hub: 'mqtts://hub.example.it:8883',
  online: false,
  addresses: [
    { link: 'eth0', address: '10.4.12.87' },
    { link: 'wlan0', address: '192.168.1.20' },
  ],
  content: null,
  eventsPending: 1204,
  display: { state: 'running', framesPerSecond: 24.8 },
  uptimeSeconds: 187_000,
  faults: [
    {
      fault: {
        code: 'touch.device_lost',
        part: '/dev/input/event3',
        message: 'the device cannot be opened: ENODEV',
        since: '2026-11-25T08:12:00.000Z',
      },
      cure: 'The touch device is gone; check its cable.',
    },
  ],
};

/** Goes once round the corners by real touches of the browser's own pointer. */
async function gesture(page: Page): Promise<void> {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  const at = [
    [8, 8],
    [width - 8, 8],
    [width - 8, height - 8],
    [8, height - 8],
    [8, 8],
  ] as const;
  for (const [x, y] of at) await page.mouse.click(x, y);
}

async function axe(t: ExecutionContext, page: Page, state: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  t.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    [],
    state,
  );
}

/** Nothing is cut off sideways, nothing to press lies outside of the screen or is too small for a finger. */
async function fits(t: ExecutionContext, page: Page, state: string): Promise<void> {
  const cut = await page.evaluate(() => {
    const wide = [...document.querySelectorAll('.technician .scroller, .access-box, .bar, .exercise, .top')]
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map((element) => element.className);
    const small = [...document.querySelectorAll('.technician button')]
      .filter((button) => button.checkVisibility({ visibilityProperty: true }) && !button.closest('[inert]'))
      .map((button) => ({ text: button.textContent, box: button.getBoundingClientRect() }))
      .filter(({ box }) => box.height < 44 || box.width < 44 || box.left < 0 || box.right > innerWidth + 1)
      .map(({ text, box }) => `${text} ${Math.round(box.width)}x${Math.round(box.height)}`);
    const pad = document.querySelector('.pad')?.getBoundingClientRect();
    const bar = document.querySelector('.access .bar')?.getBoundingClientRect();
    return { wide, small, covered: pad && bar ? pad.bottom > bar.top + 1 : false };
  });
  t.deepEqual(cut, { wide: [], small: [], covered: false }, state);
}

const heard = (type: PageMessage['type']) => (message: PageMessage) => message.type === type;

test.serial('the gesture ends a citizen’s session first, then asks for the code', async (t) => {
  const { page, server, errors } = await openPage(t, bench);
  await begin(page);
  await page.locator('.tile').first().click();
  const from = server.received.length;
  await gesture(page);
  await server.heard(heard('service_asked'), from);
  const types = server.received.slice(from).map(({ type }) => type);
  t.true(types.indexOf('session_ended') >= 0);
  t.true(types.lastIndexOf('session_ended') < types.indexOf('service_asked'));
  server.send(session({}));
  await page.locator('.pad').waitFor();
  await page.getByText('483 920').waitFor();
  t.true(await page.locator('.underneath').evaluate((element) => element.matches('[inert]')));

  // The pad takes a code by touches of the agent, corrects it, and sends it once.
  const opened = { page, server, errors };
  for (const digit of '123456799') await touch(opened, `.pad-${digit}`);
  await touch(opened, '.pad-erase');
  await touch(opened, '.pad-8');
  await touch(opened, '.pad-open');
  const sent = await server.heard(heard('service_code'));
  t.deepEqual(sent, { type: 'service_code', code: '12345678' });
  server.send(session({ refusal: 'wrong' }));
  await page.getByText('Il codice non è quello giusto').waitFor();
  t.is((await page.locator('.typed-digit').allTextContents()).join(''), '');
  server.send(session({ state: 'waiting', refusal: 'wrong', waitSeconds: 272, counter: 483_921 }));
  await page.getByText('4:3').waitFor();
  t.true(await page.locator('.pad-1').isDisabled());
  await page.getByRole('button', { name: 'Esci' }).click();
  await server.heard(heard('service_left'));
  server.send(session({ state: 'closed' }));
  await page.locator('.attract').waitFor();
  t.true(server.received.some(heard('service_touched')));
  t.deepEqual([errors, server.refused], [[], []]);
});

test.serial('gesture and menu work without content, and by the keypad alone', async (t) => {
  const { page, server } = await openPage(t, bench, { content: null });
  await gesture(page);
  await server.heard(heard('service_asked'));
  const from = server.received.length;
  const key = (name: 'up' | 'down' | 'ok' | 'help' | 'back', phase: 'down' | 'up') =>
    server.send({ type: 'key', key: name, phase });
  key('help', 'down');
  for (const name of ['up', 'down', 'up', 'down', 'ok'] as const) {
    key(name, 'down');
    key(name, 'up');
  }
  key('help', 'up');
  await server.heard(heard('service_asked'), from);
  server.send(session({ state: 'keyless', counter: null, generation: 0 }));
  await page.getByText('non ha ancora una chiave').waitFor();
  key('back', 'down');
  t.truthy(await server.heard(heard('service_left'), from));
});

for (const [name, width, height] of [
  ['portrait totem', 1080, 1920],
  ['small portrait', 540, 960],
  ['landscape', 1280, 720],
] as const) {
  test.serial(`every service screen is accessible and fits: ${name}`, async (t) => {
    const { page, server, errors } = await openPage(t, bench, { context: { viewport: { width, height } } });
    const look = async (state: string) => {
      await fits(t, page, state);
      // What axe judges does not depend on the size, but for what a size hides.
      if (name === 'portrait totem') await axe(t, page, state);
    };
    const exercise = async (shown: Extract<AgentMessage, { type: 'exercise' }>['exercise'], wait: string) => {
      server.send({ type: 'exercise', exercise: shown });
      await page.locator(wait).waitFor();
      await look(JSON.stringify(shown));
    };
    const tell = (event: DoctorEvent | null) => server.send({ type: 'service_doctor', event });
    const back = () => page.locator('.menu .bar .bar-button').first().click();

    server.send(session({}));
    await page.locator('.pad').waitFor();
    await look('pad');
    server.send(session({ state: 'waiting', refusal: 'wrong', waitSeconds: 272 }));
    await page.locator('.pad-note').waitFor();
    await look('waiting');
    server.send(session({ state: 'open' }));
    server.send({ type: 'service_status', status });
    await page.locator('.fault').waitFor();
    await look('menu');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Tests' }).waitFor();
    await look('menu in English');

    await page.getByRole('button', { name: 'Test patterns' }).click();
    await look('patterns');
    await exercise({ kind: 'pattern', pattern: 'grid' }, '.pattern-hint-grid');
    await exercise({ kind: 'touch_map', columns: 9, rows: 16 }, '.touch-words');
    await exercise({ kind: 'keypad' }, '.keypad');
    await exercise({ kind: 'calibration' }, '.cross');
    await exercise(
      { kind: 'message', texts: { it: 'Premi i tasti.', en: 'Press the keys.' } },
      '.exercise-message',
    );
    server.send({ type: 'exercise', exercise: null });
    await back();
    await page.getByRole('button', { name: 'Restart' }).click();
    await page.getByRole('button', { name: 'Whole totem' }).click();
    await page.getByText('Restart now?').waitFor();
    await look('restart');
    await back();

    await page.getByRole('button', { name: 'Complete diagnosis' }).click();
    tell({
      type: 'started',
      run: '7b0c5f7e-7a57-4a3c-9d5c-0d8a44d7c001',
      at: status.at,
      totem: null,
      version: '0.3.0',
      checks: ['touch', 'audio', 'clock'],
    });
    tell({ type: 'check', check: 'touch' });
    tell({ type: 'progress', check: 'touch', text: '3 of 10 cells', share: 0.3 });
    await page.locator('progress').waitFor();
    await look('doctor');
    tell({
      type: 'question',
      question: {
        id: 'one',
        check: 'audio',
        code: 'audio.tones',
        text: 'Did you hear the tones?',
        parameters: {},
        options: ['yes', 'no', 'skip'],
      },
    });
    await page.locator('.sheet').waitFor();
    await look('question');
    await page.getByRole('button', { name: 'No', exact: true }).click();
    t.deepEqual(await server.heard(heard('service_answer')), {
      type: 'service_answer',
      question: 'one',
      answer: 'no',
    });
    tell({
      type: 'result',
      result: {
        check: 'touch',
        outcome: 'failed',
        findings: [
          {
            code: 'touch.lost',
            weight: 'failed',
            text: 'The touch device (/dev/input/event3) is gone.',
            cure: 'Check the cable of the touch device and plug it in again.',
            parameters: { name: 'The touch device', part: '/dev/input/event3' },
          },
        ],
        cure: null,
        seconds: 3,
      },
    });
    tell({
      type: 'verdict',
      verdict: {
        outcome: 'out_of_order',
        text: 'Out of order',
        actions: [{ check: 'touch', code: 'touch.lost', text: 'Check the cable.', parameters: {} }],
        at: status.at,
      },
    });
    tell(null);
    await page.locator('.verdict').waitFor();
    await look('verdict');
    t.deepEqual([errors, server.refused], [[], []]);
  });
}

test.serial('the map counts what the finger really touched, and tells what stayed dead', async (t) => {
  const opened = await openPage(t, bench, { context: { viewport: { width: 540, height: 960 } } });
  const { page, server } = opened;
  server.send(session({ state: 'open' }));
  await page.locator('.menu').waitFor();
  await page.getByRole('button', { name: 'Prova del tocco' }).click();
  await page.getByRole('button', { name: 'Comincia' }).click();
  const asked = await server.heard(heard('service_exercise'));
  const columns = 9;
  const rows = 16;
  t.deepEqual(asked, { type: 'service_exercise', exercise: { kind: 'touch_map', columns, rows } });
  server.send({ type: 'exercise', exercise: { kind: 'touch_map', columns, rows } });
  await page.locator('.touch-cells').waitFor();

  // A finger over the whole panel, whose seventh column is dead: there the agent hears nothing.
  const step = (phase: 'down' | 'move' | 'up', column: number, row: number) =>
    server.send({
      type: 'touch',
      phase,
      contact: 0,
      x: (column + 0.5) / columns,
      y: (row + 0.5) / rows,
      origin: 'panel',
    });
  for (let row = 0; row < rows; row += 1) {
    step('down', 0, row);
    for (let column = 1; column < columns; column += 1) if (column !== 6) step('move', column, row);
    step('up', columns - 1, row);
  }
  await page.getByText('128 caselle su 144').waitFor();
  await page.getByText('88 %').waitFor();
  const from = server.received.length;
  await page.getByRole('button', { name: 'Termina' }).click();
  t.deepEqual(await server.heard(heard('exercise_ended'), from), {
    type: 'exercise_ended',
    outcome: 'given_up',
  });
  const told = server.received.findLast((message) => message.type === 'exercise_progress')?.progress;
  t.is(told?.kind === 'touch_map' && told.covered.length, 128);
  t.false(told?.kind === 'touch_map' && told.covered.some((cell) => cell % columns === 6));
  server.send({ type: 'exercise', exercise: null });
  await page.getByText('16 caselle non hanno sentito il dito').waitFor();

  // Once more, whole: it ends by itself.
  await page.getByRole('button', { name: 'Ricomincia' }).click();
  server.send({ type: 'exercise', exercise: { kind: 'touch_map', columns: 2, rows: 2 } });
  await page.locator('.touch-map').waitFor();
  const again = server.received.length;
  for (const [x, y] of [
    [0.2, 0.2],
    [0.8, 0.2],
    [0.2, 0.8],
    [0.8, 0.8],
  ] as const) {
    for (const phase of ['down', 'up'] as const) {
      server.send({ type: 'touch', phase, contact: 0, x, y, origin: 'panel' });
    }
  }
  t.deepEqual(await server.heard(heard('exercise_ended'), again), {
    type: 'exercise_ended',
    outcome: 'done',
  });
});

test.serial('patterns have their colours to the edge; crosses and keys tell what they felt', async (t) => {
  const { page, server } = await openPage(t, bench, { context: { viewport: { width: 540, height: 960 } } });
  server.send({ type: 'exercise', exercise: { kind: 'pattern', pattern: 'bars' } });
  await page.locator('.pattern-bars').waitFor();
  const bars = await page.locator('.pattern-bars > span').evaluateAll((spans) =>
    spans.map((span) => ({
      colour: getComputedStyle(span).backgroundColor,
      height: Math.round(span.getBoundingClientRect().height),
    })),
  );
  t.is(bars.length, 8);
  t.deepEqual(
    [bars[0]?.colour, bars[1]?.colour, bars[7]?.colour],
    ['rgb(255, 255, 255)', 'rgb(255, 255, 0)', 'rgb(0, 0, 0)'],
  );
  t.true(bars.every(({ height }) => height === 960));
  await page.mouse.click(270, 400);
  await server.heard(heard('exercise_ended'));

  const crosses = server.received.length;
  server.send({ type: 'exercise', exercise: { kind: 'calibration' } });
  for (const number of [1, 2, 3, 4, 5]) {
    await page.getByText(`Croce ${number} di 5`).waitFor();
    const box = await page.locator('.cross').boundingBox();
    if (!box) return t.fail('no cross');
    // Longer than the bounce of a finger, by the page's own clock.
    await page.waitForFunction(
      (then) => performance.now() > then,
      (await page.evaluate(() => performance.now())) + 450,
    );
    await page.mouse.click(box.x + box.width / 2 + 3, box.y + box.height / 2);
  }
  await server.heard(heard('exercise_ended'), crosses);
  const points = server.received.findLast((message) => message.type === 'exercise_progress')?.progress;
  if (points?.kind !== 'calibration') return t.fail('no points');
  t.is(points.points.length, 5);
  for (const { target, touched } of points.points) {
    t.true(Math.abs(touched.x - target.x - 3 / 540) < 2 / 540);
    t.true(Math.abs(touched.y - target.y) < 2 / 960);
  }

  const keys = server.received.length;
  server.send({ type: 'exercise', exercise: { kind: 'keypad', keys: ['up', 'ok'] } });
  await page.locator('.keypad').waitFor();
  for (const key of ['up', 'ok'] as const) {
    server.send({ type: 'key', key, phase: 'down' });
    server.send({ type: 'key', key, phase: 'up' });
  }
  t.deepEqual(await server.heard(heard('exercise_ended'), keys), { type: 'exercise_ended', outcome: 'done' });
  server.send({ type: 'exercise', exercise: null });
  await page.locator('.exercise').waitFor({ state: 'detached' });
  await page.locator('.attract').waitFor();
});

test.serial(
  'a correction of the touch is offered, tried with one more cross, and its end is told',
  async (t) => {
    const { page, server } = await openPage(t, bench);
    server.send(session({ state: 'open' }));
    await page.getByRole('button', { name: 'Calibrazione' }).click();
    server.send({ type: 'exercise', exercise: { kind: 'calibration' } });
    for (const number of [1, 2, 3, 4, 5]) {
      await page.getByText(`Croce ${number} di 5`).waitFor();
      const box = await page.locator('.cross').boundingBox();
      if (!box) return t.fail('no cross');
      await page.waitForFunction(
        (then) => performance.now() > then,
        (await page.evaluate(() => performance.now())) + 450,
      );
      await page.mouse.click(box.x + box.width / 2 + 40, box.y + box.height / 2);
    }
    await server.heard(heard('exercise_ended'));
    server.send({ type: 'exercise', exercise: null });
    await page.getByRole('button', { name: 'Prova la correzione' }).click();
    await server.heard(heard('service_calibrate'));

    const from = server.received.length;
    server.send({ type: 'exercise', exercise: { kind: 'calibration_check', seconds: 20 } });
    await page.getByText(/Tra (20|19) secondi torna/).waitFor();
    await axe(t, page, 'the cross that confirms');
    await fits(t, page, 'the cross that confirms');
    const box = await page.locator('.cross').boundingBox();
    if (!box) return t.fail('no cross');
    await page.mouse.click(box.x + box.width + 40, box.y + box.height / 2);
    await page.getByText('Hai toccato fuori dalla croce').waitFor();
    t.false(server.received.slice(from).some(heard('exercise_ended')));
    await page.mouse.click(box.x + box.width / 2 + 4, box.y + box.height / 2 - 4);
    t.deepEqual(await server.heard(heard('exercise_ended'), from), {
      type: 'exercise_ended',
      outcome: 'done',
    });
    server.send({ type: 'service_calibration', outcome: 'kept' });
    server.send({ type: 'exercise', exercise: null });
    await page.getByText('La nuova calibrazione è conservata').waitFor();
    t.is(await page.getByRole('button', { name: 'Prova la correzione' }).count(), 0);
  },
);

test.serial('a restart asks once more, and the agent’s end takes the menu away', async (t) => {
  const { page, server } = await openPage(t, bench);
  server.send(session({ state: 'open' }));
  await page.getByRole('button', { name: 'Riavvio' }).click();
  await page.getByRole('button', { name: 'Programma del totem' }).click();
  t.false(server.received.some(heard('service_action')));
  await page.getByRole('button', { name: 'No, annulla' }).click();
  await page.getByRole('button', { name: 'Programma del totem' }).click();
  await page.getByRole('button', { name: 'Sì, riavvia' }).click();
  t.deepEqual(await server.heard(heard('service_action')), {
    type: 'service_action',
    action: 'restart_agent',
  });
  server.cut();
  await page.locator('.menu').waitFor({ state: 'detached' });
});
