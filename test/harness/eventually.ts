import { isDeepStrictEqual } from 'node:util';
import type { ExecutionContext } from 'ava';
import { until } from './until.ts';

/**
 * Asserts that what is read is this, at once or before the deadline: a page draws what happened some frames after it.
 * Where a pattern is expected, the text that is read matches it.
 */
export async function eventually<Value>(
  t: ExecutionContext,
  read: () => Value | Promise<Value>,
  expected: Value | RegExp,
  message?: string,
): Promise<void> {
  let last = await read();
  const fits = () =>
    expected instanceof RegExp ? expected.test(String(last)) : isDeepStrictEqual(last, expected);
  await until('what is expected', async () => {
    if (fits()) return true;
    last = await read();
    return false;
  }).catch(() => undefined);
  if (expected instanceof RegExp) t.regex(String(last), expected, message);
  else t.deepEqual(last, expected, message);
}
