import test from 'ava';
import { eventually } from '../../harness/eventually.ts';
import { type Bench, openBench, openPage } from './browser.ts';
import { axe, fits, heard, session } from './service-scene.ts';

let bench: Bench;
test.before(async () => {
  bench = await openBench();
});
test.after.always(() => bench.close());

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
    await eventually(t, () => page.getByRole('button', { name: 'Prova la correzione' }).count(), 0);
  },
);
