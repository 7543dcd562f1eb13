import { readFile } from 'node:fs/promises';
import type { TextMessageConfiguration } from '../../protocol/index.ts';
import { requestOf } from './template.ts';

/** Why the gateway did not take a message, in words that hold nothing of it. */
export type Failing = 'secret' | 'unreachable' | 'late' | 'status' | 'answer';
export type Delivery = { ok: true } | { ok: false; why: Failing; status?: number };

/** Whatever can send a text message. */
export interface MessageGateway {
  /** Hands a message over once; it never throws. */
  deliver(to: string, text: string, signal: AbortSignal): Promise<Delivery>;
}

/** More of an answer than this is not read. */
const maximumAnswerBytes = 64 * 1024;

/** A gateway that takes one HTTP request a message, as the configuration words it. */
export function httpGateway(configuration: TextMessageConfiguration): MessageGateway {
  const { secretFile, accepted, timeoutSeconds } = configuration;
  return {
    deliver: async (to, text, signal) => {
      // Read each time: a new secret holds from the next message on.
      const secret = secretFile === null ? '' : await readFile(secretFile, 'utf8').catch(() => undefined);
      if (secret === undefined) return { ok: false, why: 'secret' };
      const { url, ...request } = requestOf(configuration, { to, text, secret: secret.trim() });
      const late = AbortSignal.timeout(timeoutSeconds * 1000);
      try {
        const response = await fetch(url, {
          method: request.method,
          headers: request.headers,
          ...(request.body !== undefined && { body: request.body }),
          redirect: 'error',
          signal: AbortSignal.any([late, signal]),
        });
        const answer = await startOf(response);
        if (!response.ok) return { ok: false, why: 'status', status: response.status };
        return accepted === undefined || answer.includes(accepted)
          ? { ok: true }
          : { ok: false, why: 'answer' };
      } catch {
        // The error itself may name the address, and with it the number.
        return { ok: false, why: late.aborted ? 'late' : 'unreachable' };
      }
    },
  };
}

async function startOf(response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of response.body ?? []) {
    pieces.push(piece);
    bytes += piece.length;
    // Leaving the loop ends the transfer.
    if (bytes >= maximumAnswerBytes) break;
  }
  return Buffer.concat(pieces).toString('utf8');
}
