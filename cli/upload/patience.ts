import type { Patience } from '../client/index.ts';
import type { Context } from '../command.ts';

/** Tries again for so many seconds while the hub does not answer, and says so once for each reason. */
export function patienceOf({ signal, now, notice }: Context, seconds: number): Patience {
  let told = '';
  return {
    milliseconds: seconds * 1000,
    signal,
    now,
    onRetry: ({ message }) => {
      if (message !== told) notice(`${message}\nTrying again for up to ${seconds} s …`);
      told = message;
    },
  };
}
