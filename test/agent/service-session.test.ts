import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { pino } from 'pino';
import { type CalibrationPanels, type RunDoctor, startService } from '../../agent/service/index.ts';
import { keepServiceKey } from '../../agent/service/record.ts';
import { menuIdle, padIdle } from '../../agent/service/session.ts';
import { type ServiceEvent, transitions } from '../../agent/service/table.ts';
import {
  AgentMessage,
  type DoctorEvent,
  type PageMessage,
  type ServiceAction,
  type ServiceState,
  type TotemEvent,
  validatorOf,
} from '../../protocol/index.ts';
import { serviceCodeOf } from '../../protocol/service-code.ts';
import { until } from '../harness/until.ts';

const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const check = validatorOf(AgentMessage);

/** A clock that moves when it is told to, and the timers on it. */
function handClock() {
  let now = 0;
  const timers = new Set<{ at: number; run: () => void }>();
  return {
    now: () => now,
    after: (milliseconds: number, run: () => void) => {
      const timer = { at: now + milliseconds, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    pass(milliseconds: number) {
      const end = now + milliseconds;
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at);
        if (!next) break;
        timers.delete(next);
        now = next.at;
        next.run();
      }
      now = end;
    },
  };
}

async function service(
  t: ExecutionContext,
  options: { key?: boolean; runDoctor?: RunDoctor; panels?: CalibrationPanels } = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'totem-service-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  if (options.key !== false) await keepServiceKey(folder, { generation: 1, secret });
  const clock = handClock();
  const sent: AgentMessage[] = [];
  const events: TotemEvent[] = [];
  const actions: ServiceAction[] = [];
  const act = (action: ServiceAction) => () => void actions.push(action);
  const start = () =>
    startService({
      folder,
      totem: 't-test',
      send: (message) => {
        const known = check(message);
        if (!known.ok) t.fail(known.error.message);
        sent.push(message);
      },
      status: () => ({
        totem: 't-test',
        version: '0.0.0',
        hub: null,
        online: false,
        content: null,
        eventsPending: 0,
        display: { state: 'off', framesPerSecond: 0 },
        faults: [],
      }),
      actions: {
        restart_agent: act('restart_agent'),
        restart_board: act('restart_board'),
        restart_display: act('restart_display'),
      },
      panels: () => options.panels ?? null,
      runDoctor: options.runDoctor ?? null,
      record: (event) => events.push(event),
      log: pino({ level: 'silent' }),
      now: () => Date.parse('2026-11-25T10:00:00Z') + clock.now(),
      monotonic: clock.now,
      after: clock.after,
    });
  const running = await start();
  const last = () => sent.findLast((message) => message.type === 'service');
  const counter = () => last()?.counter ?? 0;
  const enter = async (code: string) => {
    running.heard({ type: 'service_code', code });
    await until('the code to be judged', () => running.state() !== 'checking');
  };
  const open = async () => {
    running.heard({ type: 'service_asked' });
    await enter(serviceCodeOf(secret, counter()));
  };
  return { running, start, clock, sent, events, actions, last, counter, enter, open };
}

test('every row of the table, and nothing beside it', (t) => {
  const endings = { left: 'closed', idle: 'closed', page_gone: 'closed' };
  const rows: Record<ServiceState, Partial<Record<ServiceEvent, ServiceState>>> = transitions;
  t.deepEqual(rows.closed, { asked: 'asking', asked_in_vain: 'keyless', asked_too_soon: 'waiting' });
  t.deepEqual(rows.keyless, { keyed: 'asking', ...endings });
  t.deepEqual(rows.asking, { submitted: 'checking', ...endings });
  t.deepEqual(rows.checking, {
    accepted: 'open',
    refused: 'asking',
    limited: 'waiting',
    page_gone: 'closed',
  });
  t.deepEqual(rows.waiting, { waited: 'asking', ...endings });
  t.deepEqual(rows.open, endings);
});

test('the right code opens the menu, which tells its state and is noted', async (t) => {
  const { running, sent, events, last, counter, open, clock } = await service(t);
  await open();
  t.is(running.state(), 'open');
  const used = counter() - 1;
  t.deepEqual(
    events.map((event) => (event.kind === 'service.opened' ? event.counter : event.kind)),
    [used],
  );
  t.true(sent.some((message) => message.type === 'service_status'));
  clock.pass(4000);
  t.is(sent.filter((message) => message.type === 'service_status').length, 3);
  running.heard({ type: 'service_left' });
  t.is(last()?.state, 'closed');
  const closed = events.at(-1);
  t.is(closed?.kind === 'service.closed' && closed.seconds, 4);
  const told = sent.length;
  clock.pass(60_000);
  t.is(sent.length, told, 'nothing is told after the end');
});

test('a code that is being checked when the page goes opens nothing, and is used', async (t) => {
  const { running, counter } = await service(t);
  running.heard({ type: 'service_asked' });
  const before = counter();
  running.heard({ type: 'service_code', code: serviceCodeOf(secret, before) });
  running.pageGone();
  running.heard({ type: 'service_asked' });
  await until('the next counter', () => {
    running.greet();
    return counter() === before + 1;
  });
  t.not(running.state(), 'open');
});

test('wrong codes wait, also when asked again and after a restart', async (t) => {
  const { running, start, clock, last, enter, events } = await service(t);
  running.heard({ type: 'service_asked' });
  for (const _ of [1, 2, 3]) await enter('00000000');
  t.is(last()?.state, 'waiting');
  t.is(last()?.waitSeconds, 30);
  t.deepEqual(
    events.map((event) => (event.kind === 'service.refused' ? event.attempt : 0)),
    [1, 2, 3],
  );
  running.heard({ type: 'service_left' });
  clock.pass(10_000);
  running.heard({ type: 'service_asked' });
  t.is(last()?.waitSeconds, 20);
  await enter('00000000');
  t.is(events.length, 3, 'no code is taken meanwhile');

  const again = await start();
  again.heard({ type: 'service_asked' });
  t.is(last()?.waitSeconds, 30, 'a power cut begins it again');
  clock.pass(30_000);
  t.is(again.state(), 'asking');
});

test('silence closes the pad and the menu; signs of life keep them', async (t) => {
  const { running, clock, open } = await service(t);
  running.heard({ type: 'service_asked' });
  clock.pass(padIdle - 1);
  running.heard({ type: 'service_touched' });
  clock.pass(padIdle - 1);
  t.is(running.state(), 'asking');
  clock.pass(1);
  t.is(running.state(), 'closed');
  await open();
  clock.pass(menuIdle);
  t.is(running.state(), 'closed');
});

test('without a key the pad says so, and takes codes once one has come', async (t) => {
  const { running, last, counter, enter } = await service(t, { key: false });
  running.heard({ type: 'service_asked' });
  t.is(last()?.state, 'keyless');
  await running.take({ generation: 1, secret });
  t.is(last()?.state, 'asking');
  await enter(serviceCodeOf(secret, counter()));
  t.is(running.state(), 'open');
});

test('exercises, restarts and the doctor answer to an open menu only', async (t) => {
  const { running, actions, sent, open } = await service(t);
  const asks: PageMessage[] = [
    { type: 'service_exercise', exercise: { kind: 'calibration' } },
    { type: 'service_action', action: 'restart_board' },
    { type: 'service_doctor' },
  ];
  for (const message of asks) running.heard(message);
  running.heard({ type: 'service_asked' });
  for (const message of asks) running.heard(message);
  t.deepEqual(actions, []);
  t.is(running.exercises.current(), null);
  running.heard({ type: 'service_left' });

  await open();
  for (const message of asks) running.heard(message);
  t.deepEqual(actions, ['restart_board']);
  t.deepEqual(running.exercises.current(), { kind: 'calibration' });
  running.heard({ type: 'service_left' });
  t.is(running.exercises.current(), null, 'the end of the menu takes it away');
  t.deepEqual(sent.findLast((message) => message.type === 'exercise')?.exercise, null);
});

test('an exercise of others shows without a menu, tells its progress, and ends in each way', async (t) => {
  const { running } = await service(t);
  const { exercises, heard } = running;
  const shown = exercises.show({ kind: 'touch_map', columns: 2, rows: 2 });
  const heardOf: number[] = [];
  const forget = shown.onProgress((progress) => {
    if (progress.kind === 'touch_map') heardOf.push(progress.covered.length);
  });
  const step = (covered: number[]) =>
    heard({
      type: 'exercise_progress',
      progress: { kind: 'touch_map', columns: 2, rows: 2, covered },
    });
  step([0]);
  heard({ type: 'exercise_progress', progress: { kind: 'keypad', pressed: ['up'] } });
  step([0, 3]);
  forget();
  step([0, 1, 2, 3]);
  t.deepEqual(heardOf, [1, 2]);
  heard({ type: 'exercise_ended', outcome: 'done' });
  t.is(await shown.ended, 'done');
  t.is(exercises.current(), null);

  const first = exercises.show({ kind: 'keypad' });
  const second = exercises.show({ kind: 'calibration' });
  t.is(await first.ended, 'replaced');
  first.hide();
  t.deepEqual(exercises.current(), { kind: 'calibration' }, 'whoever was replaced takes nothing away');
  running.pageGone();
  t.is(await second.ended, 'lost');
});

test('the doctor asks on the screen, hears the answer, and stops with the menu', async (t) => {
  const question = {
    id: 'one',
    check: 'audio',
    code: 'audio.tones',
    text: 'Did you hear the tones?',
    parameters: {},
    options: ['yes', 'no', 'skip'],
  } as const;
  const answers: string[] = [];
  let stopped = false;
  const runDoctor: RunDoctor = async function* ({ ask, signal }): AsyncGenerator<DoctorEvent> {
    signal.addEventListener('abort', () => {
      stopped = true;
    });
    const asked = { ...question, options: [...question.options] };
    yield { type: 'question', question: asked };
    answers.push(await ask(asked));
    yield { type: 'check', check: 'clock' };
    answers.push(await ask({ ...asked, id: 'two' }));
  };
  const { running, sent, open } = await service(t, { runDoctor });
  await open();
  running.heard({ type: 'service_doctor' });
  const events = () => sent.filter((message) => message.type === 'service_doctor');
  await until('the question', () => events().length === 1);
  running.heard({ type: 'service_answer', question: 'another', answer: 'no' });
  running.heard({ type: 'service_answer', question: 'one', answer: 'yes' });
  await until('the next check', () => events().length === 2);
  running.heard({ type: 'service_left' });
  await until('the end', () => events().at(-1)?.event === null);
  t.true(stopped);
  t.deepEqual(answers, ['yes', 'skip']);
});
