import type { ErrorCode, Problem, Result } from '../../protocol/index.ts';

/** Carries a problem from a handler to the error handler, which answers with it. */
export class Refusal extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** Ends a handler with a problem. */
export function refuse(code: ErrorCode, message: string, field?: string): never {
  throw new Refusal(field === undefined ? { code, message } : { code, message, field });
}

/** The value of a result; a failure ends the handler and answers with the problem. */
export function unwrap<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Refusal(result.error);
  return result.value;
}

/** What Fastify's own refusals are in our terms; `undefined` for what is not the sender's fault. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Refusal) return error.problem;
  const { code, statusCode, message } = fieldsOf(error);
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return { code: 'too_large', message: 'the body is too large' };
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return { code: 'invalid', message: 'the content type is not taken here', field: '/content-type' };
  }
  if (statusCode === undefined || statusCode < 400 || statusCode >= 500) return undefined;
  return { code: 'invalid', message };
}

function fieldsOf(error: unknown): { code?: string; statusCode?: number; message: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  return {
    message: error.message,
    ...('code' in error && typeof error.code === 'string' && { code: error.code }),
    ...('statusCode' in error && typeof error.statusCode === 'number' && { statusCode: error.statusCode }),
  };
}
