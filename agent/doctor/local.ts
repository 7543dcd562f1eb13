import { type Answer, failure, type Question, success } from '../../protocol/index.ts';
import { type Route, single, streamed } from '../local/index.ts';
import type { Doctor } from './doctor.ts';
import { withoutPicture } from './picture/without.ts';

/** The doctor's calls of the local API: a run as a stream of events, and the answers of whoever reads it. */
export function createDoctorRoutes(doctor: Doctor): Route[] {
  let current: { run: string; waiting: Map<string, (answer: Answer) => void> } | undefined;

  const ask = (question: Question, signal: AbortSignal): Promise<Answer> =>
    new Promise((resolve) => {
      const settle = (answer: Answer) => {
        current?.waiting.delete(question.id);
        resolve(answer);
      };
      current?.waiting.set(question.id, settle);
      signal.addEventListener('abort', () => settle('skip'), { once: true });
    });

  return [
    streamed('doctor', async (request, out) => {
      const run = doctor.run(request, { ask, signal: out.signal });
      if (!run.ok) return run;
      try {
        for await (const event of run.value) {
          if (event.type === 'started') current = { run: event.run, waiting: new Map() };
          await out.drained();
          if (out.signal.aborted) break;
          out.send(withoutPicture(event));
        }
      } finally {
        current = undefined;
      }
      return success(null);
    }),
    single('doctor.answer', ({ run, question, answer }) => {
      const settle = current?.run === run ? current.waiting.get(question) : undefined;
      if (!settle) return failure('not_found', 'nobody asks this question (any more)');
      settle(answer);
      return success({});
    }),
  ];
}
