import type { ExecutionContext } from 'ava';
import type { Response } from 'undici';
import { ApiProblem, type ErrorCode, errorStatus, validatorOf } from '../../protocol/index.ts';

const readProblem = validatorOf(ApiProblem);

/** Asserts that an answer is an `ApiProblem` of this code, with the code's status and, where named, the field. */
export async function refusedWith(
  t: ExecutionContext,
  response: Response,
  code: ErrorCode,
  field?: string,
): Promise<void> {
  const text = await response.text();
  t.is(response.status, errorStatus[code], text);
  const problem = readProblem(JSON.parse(text));
  if (!problem.ok) throw new Error(`not a problem: ${text}`);
  t.is(problem.value.error.code, code, text);
  if (field !== undefined) t.is(problem.value.error.field, field);
}
