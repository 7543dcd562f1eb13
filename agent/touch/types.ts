import type { FaultCode } from '../../protocol/index.ts';
import type { TouchStep } from './contacts.ts';
import type { KeyStep } from './keys.ts';

export interface InputFaults {
  raise(code: FaultCode, message: string, part?: string): void;
  clear(code: FaultCode, part?: string): void;
}

/** What an input device did, for whoever looks over its shoulder. */
export type InputStep =
  | {
      kind: 'touch';
      /** The device, as in its figures. */
      part: string;
      step: TouchStep;
      /** Where on the panel, turned but not calibrated: fractions that may lie beside 0 to 1. */
      panel: { x: number; y: number };
    }
  | { kind: 'key'; part: string; step: KeyStep };
