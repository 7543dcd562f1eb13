import type { Owner } from '../harness/owner.ts';

/** What was started, ended in the reverse order. */
export function createOwner(): Owner & { end(): Promise<void> } {
  const ends: (() => unknown)[] = [];
  return {
    teardown: (end) => void ends.push(end),
    async end() {
      for (const end of ends.reverse()) await end();
    },
  };
}
