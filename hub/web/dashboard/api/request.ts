import type { Static } from 'typebox';
import type { ApiProblem } from '../../../../protocol/api.ts';
import { type ErrorCode, errorStatus, type Problem, type Result } from '../../../../protocol/errors.ts';

export type Answer<Value> = Promise<Result<Value>>;

/** Where the API of the hub is. */
export const root = '/api/v1';

export type Send = (method: string, path: string, body?: unknown) => Answer<Response>;

/** Requests whose answer is JSON, or nothing. */
export function requester(send: Send) {
  return async <Value>(method: string, path: string, body?: unknown): Answer<Value> => {
    const answer = await send(method, path, body);
    if (!answer.ok) return answer;
    const text = await answer.value.text();
    const value: Value = text === '' ? null : JSON.parse(text);
    return { ok: true, value };
  };
}

/** @param onUnauthenticated told whenever the hub says that nobody is signed in here (any more) */
export function sender(onUnauthenticated: () => void): Send {
  return async (method, path, body) => {
    let response: Response;
    try {
      response = await fetch(root + path, { method, credentials: 'same-origin', ...sent(body) });
    } catch {
      return { ok: false, error: noAnswer };
    }
    if (response.status === 401) onUnauthenticated();
    return response.ok ? { ok: true, value: response } : { ok: false, error: await problemOf(response) };
  };
}

/** Nothing, a file as it is, or JSON. */
function sent(body: unknown): RequestInit {
  if (body === undefined) return {};
  if (body instanceof Blob) return { body, headers: { 'content-type': body.type } };
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

const noAnswer: Problem = {
  code: 'unavailable',
  message: 'The hub does not answer. Check that it runs, then try again.',
};

async function problemOf(response: Response): Promise<Problem> {
  try {
    const body: Static<typeof ApiProblem> = await response.json();
    return typedProblem(body.error);
  } catch {
    const code = response.status === 401 ? 'unauthenticated' : 'internal';
    return { code, message: `The hub answered ${response.status}. Try again; if it stays, look at its log.` };
  }
}

export function typedProblem(problem: { code: string; message: string; field?: string }): Problem {
  const code: Problem['code'] = isCode(problem.code) ? problem.code : 'internal';
  return problem.field === undefined
    ? { code, message: problem.message }
    : { code, message: problem.message, field: problem.field };
}

function isCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorStatus, code);
}
