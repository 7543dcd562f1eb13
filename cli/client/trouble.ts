import { errors } from 'undici';
import {
  ApiProblem,
  type ErrorCode,
  errorStatus,
  failure,
  jsonValidatorOf,
  type Problem,
} from '../../protocol/index.ts';

const parseProblem = jsonValidatorOf(ApiProblem, 64 * 1024);

type Failure = { ok: false; error: Problem };

/** A request that got no answer, as a problem that says what to check. */
export function networkTrouble(url: string, error: unknown): Failure {
  if (error instanceof errors.RequestContentLengthMismatchError) {
    return failure('conflict', 'a file changed while it was being sent; run the command again');
  }
  const reason = reasonOf(error);
  const certificate = /certificate|self.signed|CERT_|TLS|SSL/i.test(reason);
  const cure = certificate
    ? 'if the hub has a certificate of your own authority, set NODE_EXTRA_CA_CERTS to its PEM file'
    : `check that it is running and that the address is right, for example with: curl ${url}/healthz`;
  return failure('unavailable', `cannot reach the hub at ${url} (${reason}); ${cure}`);
}

/** An answer that is not the one hoped for, as a problem that says what to do next. */
export function answerTrouble(url: string, status: number, body: Uint8Array, location: unknown): Failure {
  if (status === 401) {
    return failure('unauthenticated', `the session at ${url} has ended; run: totem login ${url}`);
  }
  const parsed = parseProblem(body);
  if (parsed.ok) {
    const { code, message, field } = parsed.value.error;
    return failure(isErrorCode(code) ? code : 'internal', message, field);
  }
  if (status >= 300 && status < 400) {
    const target = typeof location === 'string' ? ` to ${location}` : '';
    return failure(
      'unavailable',
      `${url} redirects${target}; run totem login with the address of the hub itself`,
    );
  }
  if (status === 502 || status === 503 || status === 504) {
    return failure(
      'unavailable',
      `what stands before the hub at ${url} answers ${status}; is the hub running?`,
    );
  }
  return failure(
    'internal',
    `${url} answers ${status} in a form that is not a hub's; is it the right address?`,
  );
}

/** An answer in another shape than this version of the command knows. */
export function shapeTrouble(url: string, problem: Problem): Failure {
  return failure(
    'internal',
    `the answer of ${url} has an unknown form (${problem.message}); are the hub and this command of the same version?`,
    problem.field,
  );
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorStatus, code);
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error && !error.message) return reasonOf(error.cause);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return reasons[code] ?? (error.message || code || error.name);
}

const reasons: Record<string, string> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection broken',
  ENOTFOUND: 'no such host name',
  EAI_AGAIN: 'the name server does not answer',
  EHOSTUNREACH: 'no route to it',
  ENETUNREACH: 'no network',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
  UND_ERR_BODY_TIMEOUT: 'the answer stopped half-way',
  UND_ERR_SOCKET: 'connection broken',
};
