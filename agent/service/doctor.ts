import type { AgentMessage, Answer, CheckName, DoctorEvent, Question } from '../../protocol/index.ts';

/** How the doctor is run; `ask` resolves with what the person answered. */
export type RunDoctor = (options: {
  only: readonly CheckName[] | undefined;
  ask: (question: Question) => Promise<Answer>;
  signal: AbortSignal;
}) => AsyncIterable<DoctorEvent>;

/** The doctor on the totem's own screen: one run at a time. */
export interface DoctorDesk {
  run(only: readonly CheckName[] | undefined): void;
  answer(question: string, answer: Answer): void;
  stop(): void;
}

/** Pictures beyond this size (characters of base64) are not for the page: it is told once a second anyway. */
const largestPicture = 512 * 1024;

export function createDoctorDesk(options: {
  runDoctor: RunDoctor;
  send: (message: AgentMessage) => void;
  /** A sign of life of the run. */
  onEvent: () => void;
  onFailed: (error: unknown) => void;
}): DoctorDesk {
  let running: AbortController | undefined;
  let asked: { id: string; resolve: (answer: Answer) => void } | undefined;

  const ask = (question: Question, signal: AbortSignal): Promise<Answer> => {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    asked = { id: question.id, resolve };
    signal.addEventListener('abort', () => resolve('skip'), { once: true });
    return promise;
  };

  async function run(only: readonly CheckName[] | undefined, own: AbortController): Promise<void> {
    const { signal } = own;
    try {
      const events = options.runDoctor({ only, ask: (question) => ask(question, signal), signal });
      for await (const event of events) {
        if (signal.aborted) break;
        options.onEvent();
        if (event.type === 'picture' && event.base64.length > largestPicture) continue;
        options.send({ type: 'service_doctor', event });
      }
    } catch (error) {
      if (!signal.aborted) options.onFailed(error);
    } finally {
      if (running === own) {
        running = undefined;
        asked = undefined;
        options.send({ type: 'service_doctor', event: null });
      }
    }
  }

  return {
    run: (only) => {
      running?.abort();
      running = new AbortController();
      void run(only, running);
    },
    answer: (question, answer) => {
      if (asked?.id !== question) return;
      asked.resolve(answer);
      asked = undefined;
    },
    stop: () => running?.abort(),
  };
}
