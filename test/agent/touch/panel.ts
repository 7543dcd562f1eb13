import type { ExecutionContext } from 'ava';
import { createContacts, type TouchStep } from '../../../agent/touch/contacts.ts';
import { createEventReader, type RecordLayout } from '../../../agent/touch/events.ts';
import {
  type AxisRange,
  compose,
  identity,
  type Matrix,
  normalisation,
} from '../../../agent/touch/matrix.ts';
import { createReading } from '../../../agent/touch/reading.ts';
import type { Rejection } from '../../../agent/touch/rejection.ts';
import { createTracker, type TouchProtocol } from '../../../agent/touch/tracker.ts';

export const nothingRejected: Rejection = {
  edge: 0,
  deadZones: [],
  palmSize: null,
  palmPressure: null,
  jitter: 0,
  stuckSeconds: 180,
};

export interface PanelOptions {
  protocol?: TouchProtocol | null;
  x?: AxisRange;
  y?: AxisRange;
  turned?: Matrix;
  calibration?: Matrix;
  rejection?: Partial<Rejection>;
  layout?: RecordLayout;
  now?: () => number;
}

/** The whole way from bytes to steps, without a device. */
export function openPanel(options: PanelOptions = {}) {
  const x = options.x ?? { minimum: 0, maximum: 1000 };
  const y = options.y ?? { minimum: 0, maximum: 500 };
  const steps: TouchStep[] = [];
  const contacts = createContacts({
    tracker: createTracker(options.protocol ?? null, {
      x: (x.maximum - x.minimum) / 4,
      y: (y.maximum - y.minimum) / 4,
    }),
    panel: compose(options.turned ?? identity, normalisation(x, y)),
    calibration: options.calibration ?? identity,
    rejection: { ...nothingRejected, ...options.rejection },
    onStep: (step) => steps.push(step),
    now: options.now ?? (() => 0),
  });
  const reading = createReading({ contacts, keys: null, ask: null });
  const reader = createEventReader(options.layout ?? 'record64');
  return {
    steps,
    contacts,
    reading,
    write(...chunks: Uint8Array[]): void {
      for (const chunk of chunks) reader.read(chunk, reading.take);
    },
  };
}

export function stepsOf(chunks: Uint8Array[], options: PanelOptions = {}): TouchStep[] {
  const panel = openPanel(options);
  panel.write(...chunks);
  return panel.steps;
}

/** Every contact goes down once, moves only then, and ends once; places are on the screen. */
export function keepsOrder(t: ExecutionContext, steps: readonly TouchStep[]): Set<number> {
  const down = new Set<number>();
  for (const step of steps) {
    t.true(step.x >= 0 && step.x <= 1 && step.y >= 0 && step.y <= 1, JSON.stringify(step));
    t.is(down.has(step.contact), step.phase !== 'down', JSON.stringify(step));
    t.true(Number.isInteger(step.contact) && step.contact >= 0 && step.contact < 128);
    if (step.phase === 'down') down.add(step.contact);
    if (step.phase === 'up' || step.phase === 'cancel') down.delete(step.contact);
  }
  return down;
}
