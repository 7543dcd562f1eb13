import type { FaultCode } from '../../protocol/index.ts';

export interface InputFaults {
  raise(code: FaultCode, message: string, part?: string): void;
  clear(code: FaultCode, part?: string): void;
}
