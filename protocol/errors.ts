/**
 * Errors that cross a border (MQTT, HTTP, a file, a command line) are values with a code, never exceptions.
 * The code is stable and meant for programs; the message is English, for people, and says what to do next.
 */

/** Every code with the HTTP status it answers with where the border is HTTP (RFC 9110). */
export const errorStatus = {
  /** A message, body or file does not have the shape its schema asks for; `field` names where. */
  invalid: 400,
  /** Not signed in, or the session has ended. */
  unauthenticated: 401,
  /** Signed in, or holding a certificate, but not allowed to do this. */
  forbidden: 403,
  not_found: 404,
  /** The thing exists already, or is in a state that does not allow this. */
  conflict: 409,
  /** A one-time token was used, has expired or was revoked. */
  token_spent: 410,
  too_large: 413,
  /** Bytes do not match the SHA-256 they were announced with. */
  hash_mismatch: 422,
  /** A signature is missing, wrong, or made by a key that is not trusted here. */
  signature_refused: 422,
  /** A citizen is using the totem; nobody else may touch it now. */
  session_active: 409,
  too_many_requests: 429,
  /** A command ran out of time, or the totem is not connected: commands are never queued. */
  expired: 504,
  offline: 503,
  /** No room left on the device that had to store something. */
  no_space: 507,
  unsupported: 501,
  /** A peer or a part of this machine that was needed does not answer. */
  unavailable: 503,
  internal: 500,
} as const;

export type ErrorCode = keyof typeof errorStatus;

/** What went wrong, in the form in which it crosses every border. */
export interface Problem {
  code: ErrorCode;
  message: string;
  /** JSON pointer (RFC 6901) or file position of the offending part, where there is one. */
  field?: string;
}

export type Result<Value> = { ok: true; value: Value } | { ok: false; error: Problem };

export function success<Value>(value: Value): Result<Value> {
  return { ok: true, value };
}

export function failure(code: ErrorCode, message: string, field?: string): { ok: false; error: Problem } {
  return { ok: false, error: field === undefined ? { code, message } : { code, message, field } };
}
