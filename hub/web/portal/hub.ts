import type { PortalCard, PortalDirectory } from '../../../protocol/calls/portal.ts';

/** Why the hub did not give what was asked for. */
export type Refusal =
  /** It cannot be reached, or is not well: it is asked again. */
  | 'unreachable'
  /** This site may not have the call on its pages. */
  | 'forbidden'
  /** There is nothing by that name. */
  | 'absent';

export type Answer<Value> = { ok: true; value: Value } | { ok: false; refusal: Refusal };

/** The hub that the script came from. */
export interface Hub {
  directory(language: string): Promise<Answer<PortalDirectory>>;
  card(id: string, language: string): Promise<Answer<PortalCard>>;
  /** A picture that an operator shows in a call. */
  picture(call: string, sha256: string, visit: string): Promise<Answer<Blob>>;
  /** Address of the WebSocket of a visit. */
  visitAddress(visit: string): string;
}

const patience = 15_000;

/** @param script address of `totem-call.js` */
export function hubOf(script: string): Hub {
  const at = (path: string) => new URL(`../api/v1/calls/${path}`, script);
  const inLanguage = (language: string) => (/^[a-z]{2}$/.test(language) ? `?language=${language}` : '');
  return {
    directory: (language) => ask(at(`offices${inLanguage(language)}`), (answer) => answer.json()),
    card: (id, language) => ask(at(`cards/${id}${inLanguage(language)}`), (answer) => answer.json()),
    picture: (call, sha256, visit) =>
      ask(at(`${call}/pictures/${sha256}?visit=${visit}`), (answer) => answer.blob()),
    visitAddress: (visit) => String(at(`visit?visit=${visit}`)),
  };
}

async function ask<Value>(url: URL, read: (answer: Response) => Promise<Value>): Promise<Answer<Value>> {
  try {
    const answer = await fetch(url, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(patience),
    });
    if (answer.ok) return { ok: true, value: await read(answer) };
    if (answer.status === 403) return { ok: false, refusal: 'forbidden' };
    return { ok: false, refusal: answer.status === 404 ? 'absent' : 'unreachable' };
  } catch {
    return { ok: false, refusal: 'unreachable' };
  }
}
