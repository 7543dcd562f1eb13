import type { ExecutionContext } from 'ava';

/** Whoever ends what was started: a test, or a bench's own scope. */
export type Owner = Pick<ExecutionContext, 'teardown'>;
