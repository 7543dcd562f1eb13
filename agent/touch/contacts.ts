import type { Finger, PanelState, Tracker } from './fingers.ts';
import { apply, compose, type Matrix } from './matrix.ts';
import { isRejected, type Rejection } from './rejection.ts';

/** One step of one finger, at a fraction (0 to 1) of the screen's width and height. */
export interface TouchStep {
  phase: 'down' | 'move' | 'up' | 'cancel';
  contact: number;
  x: number;
  y: number;
}

/** Told of each step with the place on the panel, turned but not calibrated, as calibrating needs it. */
export type StepListener = (step: TouchStep, panel: { x: number; y: number }) => void;

export interface Contacts {
  take(type: number, code: number, value: number): void;
  /** A report is complete: what changed is told. */
  report(): void;
  /** Events were lost, and this is what the kernel knows. */
  restore(state: PanelState): void;
  /** Ends what is down, because nobody knows any more what the fingers do. */
  cancel(): void;
  /** Looks for fingers that have not changed for too long. */
  lookForStuck(): void;
  /** Maps places otherwise from now on. */
  calibrate(matrix: Matrix): void;
  /** Fingers that are down and told of; fingers that are taken for dirt. */
  down(): number;
  stuck(): number;
}

export interface ContactsOptions {
  tracker: Tracker;
  /** From the units of the axes to the turned panel, and from there to the screen. */
  panel: Matrix;
  calibration: Matrix;
  rejection: Rejection;
  onStep: StepListener;
  now: () => number;
}

/** What was told of a finger. */
interface Told {
  x: number;
  y: number;
  panel: { x: number; y: number };
  /** Nothing is told any more until it is lifted: a palm, a sleeve at the edge, dirt. */
  ignored: false | 'rejected' | 'stuck';
  /** Where and when it last changed, for finding dirt. */
  rest: { x: number; y: number; since: number };
}

/** A finger that moves by less than this share of the screen has not changed: dirt flickers, too. */
const flicker = 0.01;

/** Turns the fingers of a tracker into steps on the screen. Each contact goes down once and ends once. */
export function createContacts(options: ContactsOptions): Contacts {
  const { tracker, panel, rejection, onStep, now } = options;
  let screen = compose(options.calibration, panel);
  const told = new Map<number, Told>();

  const tell = (phase: TouchStep['phase'], contact: number, at: Told): void => {
    onStep({ phase, contact, x: at.x, y: at.y }, at.panel);
  };
  const placed = (finger: Finger) => {
    const { x, y } = apply(screen, finger.x, finger.y);
    return { x: within(x), y: within(y), panel: apply(panel, finger.x, finger.y) };
  };
  const lift = (number: number): void => {
    const last = told.get(number);
    told.delete(number);
    if (last && !last.ignored) tell('up', number, last);
  };
  const ignore = (number: number, last: Told, why: 'rejected' | 'stuck'): void => {
    last.ignored = why;
    tell('cancel', number, last);
  };

  const follow = (finger: Finger): void => {
    const { number } = finger;
    if (finger.replaced) lift(number);
    finger.replaced = false;
    const down = finger.down && finger.distance <= 0;
    const last = told.get(number);
    if (!down) {
      if (last && !last.ignored) Object.assign(last, placed(finger));
      lift(number);
      return;
    }
    const here = placed(finger);
    if (!last) {
      const rejected = isRejected(rejection, finger, here, true);
      const first: Told = { ...here, ignored: rejected && 'rejected', rest: { ...here, since: now() } };
      told.set(number, first);
      if (!rejected) tell('down', number, first);
      return;
    }
    if (!isNear(here, last.rest, flicker)) last.rest = { x: here.x, y: here.y, since: now() };
    if (last.ignored) return;
    if (isRejected(rejection, finger, here, false)) ignore(number, last, 'rejected');
    else if (here.x !== last.x || here.y !== last.y) {
      if (isNear(here, last, rejection.jitter)) return;
      Object.assign(last, here);
      tell('move', number, last);
    }
  };

  const report = (): void => {
    const seen = new Set<number>();
    for (const finger of tracker.report()) {
      seen.add(finger.number);
      follow(finger);
    }
    for (const number of [...told.keys()]) if (!seen.has(number)) lift(number);
  };

  return {
    take: tracker.take,
    report,
    restore(state) {
      tracker.restore(state);
      report();
    },
    cancel() {
      tracker.forget();
      for (const [number, last] of told) if (!last.ignored) tell('cancel', number, last);
      told.clear();
    },
    lookForStuck() {
      const limit = now() - rejection.stuckSeconds * 1000;
      for (const [number, last] of told) {
        if (last.ignored === false && last.rest.since <= limit) ignore(number, last, 'stuck');
      }
    },
    calibrate(matrix) {
      screen = compose(matrix, panel);
    },
    down: () => count(told, (last) => last.ignored === false),
    stuck: () => count(told, (last) => last.ignored === 'stuck'),
  };
}

/** A place on the screen; what a calibration puts beside it is brought to its edge. */
function within(value: number): number {
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0;
}

function isNear(a: { x: number; y: number }, b: { x: number; y: number }, distance: number): boolean {
  return Math.abs(a.x - b.x) < distance && Math.abs(a.y - b.y) < distance;
}

function count(told: ReadonlyMap<number, Told>, fits: (last: Told) => boolean): number {
  let sum = 0;
  for (const last of told.values()) if (fits(last)) sum += 1;
  return sum;
}
