/**
 * All that is kept in the browser: two random numbers, for as long as the tab is open. With them a page that was
 * loaded again goes on with its call.
 */
export interface Kept {
  /** Secret of this tab. */
  visit: string;
  /** The call that is under way. */
  call: string | null;
}

const name = 'totem-call';
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function readKept(): Kept {
  const [visit = '', call = ''] = (storage()?.getItem(name) ?? '').split(' ');
  return { visit: uuid.test(visit) ? visit : newUuid(), call: uuid.test(call) ? call : null };
}

export function keep({ visit, call }: Kept): void {
  storage()?.setItem(name, call === null ? visit : `${visit} ${call}`);
}

/** A browser may refuse it; then a page that is loaded again begins anew. */
function storage(): Storage | undefined {
  try {
    return window.sessionStorage;
  } catch {
    return undefined;
  }
}

/** A random UUID (RFC 9562, version 4), on pages without HTTPS as well. */
export function newUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
