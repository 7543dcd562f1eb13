import test from 'ava';
import type { AgentMessage, DoctorEvent } from '../../../protocol/index.ts';
import { eventually } from '../../harness/eventually.ts';
import { type Bench, begin, openBench, openPage, touch } from './browser.ts';
import { axe, fits, gesture, heard, session, status } from './service-scene.ts';

let bench: Bench;
test.before(async () => {
  bench = await openBench();
});
test.after.always(() => bench.close());

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
  await eventually(
    t,
    () => page.locator('.underneath').evaluate((element) => element.matches('[inert]')),
    true,
  );

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
  await eventually(t, () => page.locator('.pad-1').isDisabled(), true);
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
