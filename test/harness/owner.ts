import type { ExecutionContext } from 'ava';

/** Whoever ends what was started: a test, or a bench's own scope. */
export type Owner = Pick<ExecutionContext, 'teardown'>;

/** The owner of what the tests of a file, or one run over them, share; it ends it in reverse order. Its `end` is for the file's `after.always`. */
export function sharedOwner(): Owner & { end(): Promise<void> } {
  const endings: (() => unknown)[] = [];
  return {
    teardown: (ending) => void endings.push(ending),
    async end() {
      for (let ending = endings.pop(); ending; ending = endings.pop()) await ending();
    },
  };
}
