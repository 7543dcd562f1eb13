import type { FaultCode, SensorState } from '../../protocol/index.ts';

/** Where a part tells what is wrong with it. */
export interface Faults {
  raise(code: FaultCode, message: string, part?: string): void;
  clear(code: FaultCode, part?: string): void;
}

/** Faults of sensors: of one sensor at most one holds. */
export interface SensorFaults {
  tell(sensor: string, state: SensorState, message: string): void;
  /** The sensor is followed no more; what is wrong with it may be so still. */
  forget(sensor: string): void;
}

const codes = {
  lost: 'sensor.lost',
  wrong_device: 'sensor.wrong_device',
  silent: 'sensor.silent',
  noisy: 'sensor.noise',
} as const satisfies Partial<Record<SensorState, FaultCode>>;

type State = keyof typeof codes;
const states: readonly State[] = ['lost', 'wrong_device', 'silent', 'noisy'];

export function createSensorFaults(faults: Faults): SensorFaults {
  const told = new Map<string, { state: State; message: string }>();
  /** Sensors of which something was known in this run. */
  const known = new Set<string>();
  return {
    tell(sensor, state, message) {
      const before = told.get(sensor);
      // While nothing is known yet, what was wrong before may be so still.
      if (state === 'probing' || (before?.state === state && before.message === message)) return;
      if (state !== 'ready') {
        told.set(sensor, { state, message });
        faults.raise(codes[state], message, sensor);
      } else told.delete(sensor);
      // What a former run of the agent left is over as soon as this one knows better.
      const over = before ? [before.state] : known.has(sensor) ? [] : states;
      known.add(sensor);
      for (const former of over) if (former !== state) faults.clear(codes[former], sensor);
    },
    forget(sensor) {
      told.delete(sensor);
      known.delete(sensor);
    },
  };
}
