import type { Answer, Question } from '../../protocol/index.ts';

/** Asks by one key on the terminal. */
export interface KeyDesk {
  /** `undefined` where it was withdrawn. */
  ask(question: Question): Promise<Answer | undefined>;
  /** The question is not asked any more. */
  withdraw(): void;
}

const keys: Record<string, Answer> = { y: 'yes', n: 'no', s: 'skip' };
const interrupt = '\u0003';

/** @param onInterrupt Ctrl-C, which a terminal that gives single keys does not turn into a signal */
export function createKeyDesk(input: NodeJS.ReadStream, onInterrupt: () => void): KeyDesk {
  let withdraw: (() => void) | undefined;
  return {
    ask: () =>
      new Promise((resolve) => {
        withdraw?.();
        const settle = (answer: Answer | undefined) => {
          input.off('data', heard);
          input.setRawMode(false);
          input.pause();
          withdraw = undefined;
          resolve(answer);
        };
        const heard = (bytes: Buffer) => {
          for (const key of bytes.toString('utf8').toLowerCase()) {
            if (key === interrupt) {
              settle(undefined);
              onInterrupt();
              return;
            }
            const answer = keys[key];
            if (answer) {
              settle(answer);
              return;
            }
          }
        };
        withdraw = () => settle(undefined);
        input.setRawMode(true);
        input.on('data', heard);
        input.resume();
      }),
    withdraw: () => withdraw?.(),
  };
}
