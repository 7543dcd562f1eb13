import type { Answer, DoctorEvent, DoctorRequest, Problem, Question } from '../../protocol/index.ts';

/** Whoever reads a run of the doctor. */
export interface Reader {
  onEvent(event: DoctorEvent): void;
  /** `undefined` where the question was withdrawn. */
  answer(question: Question): Promise<Answer | undefined>;
}

/** Runs the doctor somewhere. Ends without a problem when its stream has ended, with or without a verdict. */
export type Source = (request: DoctorRequest, reader: Reader) => Promise<Problem | null>;
