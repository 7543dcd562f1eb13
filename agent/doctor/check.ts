import type {
  Answer,
  CheckName,
  FindingCode,
  FindingParameters,
  QuestionCode,
} from '../../protocol/index.ts';
import type { DoctorParts } from './parts.ts';

/** What a check does its work with. Findings that were told stay, also where the check does not come to its end. */
export interface CheckContext {
  parts: DoctorParts;
  /** Whether somebody stands at the totem and answers. */
  attended: boolean;
  /** Whether it may take the screen and make sounds now: nobody uses the totem, or it was told not to mind. */
  mayDisturb(): boolean;
  /** Fires when the check has had its time or the run is cancelled: the check has to end and leave nothing behind. */
  signal: AbortSignal;
  find<Code extends FindingCode>(code: Code, parameters: FindingParameters<Code>): void;
  progress(text: string, share?: number): void;
  /** Leaves a picture in a file for whoever runs the doctor. */
  picture(name: string, bytes: Buffer): Promise<void>;
  /** `skip` where nobody is there or nobody answers. */
  ask(code: QuestionCode, parameters: Record<string, string | number>): Promise<Answer>;
}

export interface Check {
  /** Seconds after which it is given up. */
  seconds: number;
  /** The same where a person has to do something. */
  attendedSeconds?: number;
  run(context: CheckContext): Promise<void>;
}

export type Checks = Readonly<Record<CheckName, Check>>;
