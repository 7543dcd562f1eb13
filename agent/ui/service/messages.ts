import type { DoctorEvent } from '../../../protocol/doctor.ts';
import type { Exercise } from '../../../protocol/exercises.ts';
import type { AgentMessage } from '../../../protocol/kiosk.ts';
import type { CalibrationOutcome, ServiceState, ServiceStatus } from '../../../protocol/service.ts';

type Fields = Record<string, unknown>;

const states: readonly ServiceState[] = ['closed', 'keyless', 'asking', 'checking', 'waiting', 'open'];
const refusals = ['none', 'wrong', 'disk'] as const;
const exercises: readonly Exercise['kind'][] = [
  'pattern',
  'touch_map',
  'keypad',
  'calibration',
  'calibration_check',
  'message',
];
const outcomes: readonly CalibrationOutcome[] = [
  'kept',
  'returned',
  'no_panel',
  'several_panels',
  'unusable',
  'not_written',
];
const events: readonly DoctorEvent['type'][] = [
  'started',
  'check',
  'progress',
  'question',
  'picture',
  'result',
  'verdict',
];

/** Readers of the messages about service sessions and exercises; the agent has validated them already. */
export const serviceReaders: Record<string, (fields: Fields) => AgentMessage | undefined> = {
  service({ state, totem, generation, counter, refusal, waitSeconds }) {
    const known = states.find((name) => name === state);
    const why = refusals.find((name) => name === refusal);
    if (!known || !why || typeof generation !== 'number' || typeof waitSeconds !== 'number') return undefined;
    if (counter !== null && typeof counter !== 'number') return undefined;
    const name = typeof totem === 'string' ? totem : null;
    return { type: 'service', state: known, totem: name, generation, counter, refusal: why, waitSeconds };
  },
  service_status: ({ status }) => (isStatus(status) ? { type: 'service_status', status } : undefined),
  service_calibration({ outcome }) {
    const known = outcomes.find((name) => name === outcome);
    return known && { type: 'service_calibration', outcome: known };
  },
  service_doctor({ event }) {
    return event === null || isEvent(event) ? { type: 'service_doctor', event } : undefined;
  },
  exercise({ exercise }) {
    return exercise === null || isExercise(exercise) ? { type: 'exercise', exercise } : undefined;
  },
};

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function isStatus(value: unknown): value is ServiceStatus {
  return (
    isFields(value) &&
    Array.isArray(value.faults) &&
    Array.isArray(value.addresses) &&
    isFields(value.display)
  );
}

function isEvent(value: unknown): value is DoctorEvent {
  return isFields(value) && events.some((type) => type === value.type);
}

function isExercise(value: unknown): value is Exercise {
  return isFields(value) && exercises.some((kind) => kind === value.kind);
}
