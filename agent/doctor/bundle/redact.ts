import { isIP } from 'node:net';
import { isSecretName, patterns } from './patterns.ts';

/** What stands in the place of what was taken out. */
export const removed = '[removed]';

export interface Redaction {
  /** Texts that are known to be secret here, taken out wherever they stand. */
  secrets: readonly string[];
  /** Whether addresses of the network and of its cards are taken out too. */
  addresses: boolean;
}

/** Takes secrets and people out of a text that nobody can know in advance. */
export function redactText(text: string, { secrets, addresses }: Redaction): string {
  let kept = text;
  for (const secret of secrets) if (secret.length >= 4) kept = kept.replaceAll(secret, removed);
  kept = withoutPrivateKeys(kept);
  for (const pattern of patterns) {
    kept = kept.replace(pattern, (_match, group: unknown) =>
      typeof group === 'string' ? group + removed : removed,
    );
  }
  return addresses ? withoutAddresses(kept) : kept;
}

/** The same for a value with names: what a secret's name stands for goes whole, everything else by its text. */
export function redactValue(value: unknown, redaction: Redaction): unknown {
  if (typeof value === 'string') return redactText(value, redaction);
  if (Array.isArray(value)) return value.map((entry) => redactValue(entry, redaction));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      redactText(name, redaction),
      isSecretName.test(name) && inner !== null && typeof inner !== 'boolean'
        ? removed
        : redactValue(inner, redaction),
    ]),
  );
}

const head = '-----BEGIN ';

/** Private keys in PEM, whole or torn, with real or with escaped line ends (RFC 7468). */
function withoutPrivateKeys(text: string): string {
  let kept = '';
  let from = 0;
  for (let at = text.indexOf(head); at >= 0; at = text.indexOf(head, from)) {
    const label = /^-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/.exec(text.slice(at, at + 80))?.[0];
    if (label === undefined) {
      kept += text.slice(from, at + head.length);
      from = at + head.length;
      continue;
    }
    kept += text.slice(from, at) + removed;
    // The body is base64 with line ends; the other end may be missing.
    const body = /[A-Za-z0-9+/=\\\s]*/y;
    body.lastIndex = at + label.length;
    body.exec(text);
    const tail = /^-----END [A-Z ]{0,40}PRIVATE KEY-----/.exec(
      text.slice(body.lastIndex, body.lastIndex + 80),
    );
    from = body.lastIndex + (tail?.[0].length ?? 0);
  }
  return kept + text.slice(from);
}

const cardAddress = /(?<![\w:])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:])/gi;
const oldAddress = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g;
/** What may be an address of IPv6, with dots and colons of the sentence around it. */
const newAddress = /[0-9a-f:.]{2,}/gi;
/** These are the same everywhere. */
const everywhere = /^(?:127\.|0\.0\.0\.0$|255\.|::1?$)/;

function withoutAddresses(text: string): string {
  const judged = (match: string) => (isIP(match) !== 0 && !everywhere.test(match) ? removed : match);
  return text
    .replace(cardAddress, removed)
    .replace(oldAddress, judged)
    .replace(newAddress, (run: string) => {
      if (!run.includes('::') && run.split(':').length < 7) return run;
      // A colon before or after may belong to the sentence.
      for (const start of [0, 1]) {
        for (const end of [0, 1]) {
          const inner = run.slice(start, run.length - end);
          if (judged(inner) === removed) return run.slice(0, start) + removed + run.slice(run.length - end);
        }
      }
      return run;
    });
}

/** Every text under a secret's name in a value, and the lines of keys, to be looked for everywhere. */
export function secretsIn(value: unknown, named = false): string[] {
  if (typeof value === 'string') return named ? piecesOf(value) : [];
  if (typeof value === 'number') return named && String(value).length >= 6 ? [String(value)] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    secretsIn(inner, named || (!Array.isArray(value) && isSecretName.test(name))),
  );
}

/** A text, as it is and as it looks inside JSON, and each long line of it: logs are cut anywhere. */
function piecesOf(text: string): string[] {
  const lines = text.split(/\r?\n/).filter((line) => line.length >= 16 && !line.startsWith('-----'));
  const whole = text.length >= 6 ? [text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text)] : [];
  return [...new Set([...whole, ...lines])].sort((one, other) => other.length - one.length);
}
