import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { pino } from 'pino';
import {
  type CalibrationDesk,
  createCalibrationDesk,
  trialSeconds,
} from '../../agent/service/calibration.ts';
import { createExercises } from '../../agent/service/exercises.ts';
import { startTouch, type TouchStep } from '../../agent/touch/index.ts';
import type { AgentMessage, CalibrationOutcome } from '../../protocol/index.ts';
import { newAgentFolder } from '../harness/agent.ts';
import { tapBytes } from '../harness/evdev.ts';
import { writeFifo } from '../harness/fifo.ts';
import { until } from '../harness/until.ts';

const targets = [
  { x: 0.1, y: 0.1 },
  { x: 0.9, y: 0.1 },
  { x: 0.9, y: 0.9 },
  { x: 0.1, y: 0.9 },
  { x: 0.5, y: 0.5 },
];

/** A real panel on a FIFO, which is displaced by a tenth of the screen, and the desk that calibrates it. */
async function scene(t: ExecutionContext, names: readonly string[] = ['panel']) {
  const folder = await newAgentFolder(t);
  const paths = names.map((name) => join(folder, name));
  for (const path of paths) execFileSync('mkfifo', [path]);
  const calibrationFile = join(folder, 'calibration.json');
  const steps: TouchStep[] = [];
  const touch = await startTouch({
    devices: paths.map((path) => ({ path, maximumX: 1000, maximumY: 1000 })),
    onTouch: (step) => steps.push(step),
    faults: { raise: () => undefined, clear: () => undefined },
    calibrationFile,
    log: pino({ level: 'silent' }),
  });
  t.teardown(() => touch.stop());
  const sent: AgentMessage[] = [];
  const send = (message: AgentMessage) => void sent.push(message);
  const exercises = createExercises({ send });
  let timer: { milliseconds: number; run: () => void } | null = null;
  const desk: CalibrationDesk = createCalibrationDesk({
    exercises,
    panels: () => touch,
    send,
    after: (milliseconds, run) => {
      timer = { milliseconds, run };
      return () => {
        timer = null;
      };
    },
  });
  const tap = async (x: number, path = paths[0] ?? ''): Promise<number> => {
    const before = steps.length;
    await writeFifo(path, tapBytes(x, 500));
    await until('a tap', () => steps.length === before + 2);
    return Math.round((steps.at(-1)?.x ?? 0) * 1000);
  };
  /** Lets somebody touch the crosses, felt too far to the right. */
  const measure = async (): Promise<void> => {
    desk.measure();
    for (const path of paths) await tap(500, path);
    const points = targets.map((target) => ({ target, touched: { x: target.x + 0.1, y: target.y } }));
    exercises.heard({ type: 'exercise_progress', progress: { kind: 'calibration', points } });
    exercises.heard({ type: 'exercise_ended', outcome: 'done' });
    await until('the crosses to be gone', () => exercises.current() === null);
  };
  const apply = async (): Promise<CalibrationOutcome | undefined> => {
    await desk.apply();
    return sent.findLast((message) => message.type === 'service_calibration')?.outcome;
  };
  return { calibrationFile, exercises, desk, tap, measure, apply, timer: () => timer };
}

test('a calibration holds for the trial, and is kept once its mark is hit', async (t) => {
  const { calibrationFile, exercises, tap, measure, apply, timer } = await scene(t);
  await measure();
  const outcome = apply();
  t.deepEqual(exercises.current(), { kind: 'calibration_check', seconds: trialSeconds });
  t.is(await tap(500), 400);
  t.false(existsSync(calibrationFile), 'a start in the middle of the trial knows nothing of it');
  exercises.heard({ type: 'exercise_ended', outcome: 'done' });
  t.is(await outcome, 'kept');
  t.is(timer(), null);
  t.is(await tap(500), 400);
  t.true(existsSync(calibrationFile));
  t.is(await apply(), 'no_panel', 'the same touches do not count twice');
});

test('whoever does not hit the mark in time, gives up or loses the page has the former calibration', async (t) => {
  const { calibrationFile, exercises, tap, measure, apply, timer } = await scene(t);
  const ways = [
    () => timer()?.run(),
    () => exercises.heard({ type: 'exercise_ended', outcome: 'given_up' }),
    () => exercises.clear(),
    () => exercises.gone(),
  ];
  for (const way of ways) {
    await measure();
    const outcome = apply();
    t.is(timer()?.milliseconds, trialSeconds * 1000);
    t.is(await tap(500), 400);
    way();
    t.is(await outcome, 'returned');
    t.is(await tap(500), 500);
  }
  t.false(existsSync(calibrationFile));
});

test('nothing is tried without a panel, with two of them, or with touches that do not fit', async (t) => {
  const one = await scene(t);
  t.is(await one.apply(), 'no_panel');
  one.desk.measure();
  await one.tap(500);
  const points = targets.map((target) => ({ target, touched: { x: 0.5, y: 0.5 } }));
  one.exercises.heard({ type: 'exercise_progress', progress: { kind: 'calibration', points } });
  one.exercises.heard({ type: 'exercise_ended', outcome: 'done' });
  await until('the crosses to be gone', () => one.exercises.current() === null);
  t.is(await one.apply(), 'unusable');
  t.is(await one.tap(500), 500);

  const two = await scene(t, ['left', 'right']);
  await two.measure();
  t.is(await two.apply(), 'several_panels');
});
