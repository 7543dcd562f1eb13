import { isIP } from 'node:net';

/** What stands in the place of what was taken out. */
export const removed = '[removed]';

export interface Redaction {
  /** Texts that are known to be secret here, taken out wherever they stand. */
  secrets: readonly string[];
  /** Whether addresses of the network and of its cards are taken out too. */
  addresses: boolean;
}

/** Names of settings whose value is nobody's business, whatever it looks like. */
const secretName =
  '[\\w.-]*(?:pass(?:word|wd|phrase|code)?|pwd|psk|secret|token|credential|cookie|authorization|api[-_.]?key|private[-_.]?key|access[-_.]?key|wpa[-_.]?key|wep[-_.]?key\\d?|session[-_.]?id|otp|pin)';
const isSecretName = new RegExp(`^(?:${secretName}|key|pem|auth|keys?)$`, 'i');

/** Each is taken out whole, or, where it has groups, all but the first group. */
const patterns: readonly RegExp[] = [
  // Private keys in PEM, whole or torn, with real or with escaped line ends (RFC 7468).
  /-----BEGIN [A-Z ]*PRIVATE KEY-----(?:(?!-----BEGIN)[\s\S])*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  // What is left of a private key that is cut off at its head: PKCS #8 of P-256 begins so in base64.
  /MI(?:GHAgEAMBMG|IEv[A-Za-z0-9+/]|IJQ[A-Za-z0-9+/])[A-Za-z0-9+/=\\\s]{20,}/g,
  // Enrolment tokens, tokens in three parts (RFC 7519), and 256 bits in base64url, as this project's tokens are.
  /totem1\.[\w-]*/g,
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g,
  /(?<![\w/+=-])(?=[\w-]{0,42}[A-Z])(?=[\w-]{0,42}\d)(?=[\w-]{0,42}[a-z])[\w-]{43}(?![\w/+=-])/g,
  // Credentials in headers (RFC 9110, section 11.4) and in addresses (RFC 3986, section 3.2.1).
  /\b((?:Basic|Bearer|Digest|Negotiate)\s+)[^\s"',;]+/gi,
  /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/?#"'<>]+@/gi,
  // A name that says it, then a value: in JSON, in YAML, on command lines, in mount options.
  new RegExp(
    `(["']?\\b${secretName}["']?\\s*[=:]\\s*)(?:"(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*'|[^\\s,;&}\\]]+)`,
    'gi',
  ),
  new RegExp(`(\\\\?"${secretName}\\\\?"\\s*:\\s*)\\\\"(?:[^"\\\\]|\\\\[^"])*\\\\"`, 'gi'),
  new RegExp(`(--?${secretName}\\s+)\\S+`, 'gi'),
  // People: mail (the characters of RFC 5322), Italian tax codes with their substitutes for digits, IBAN, telephone.
  /[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+/g,
  /(?<![A-Za-z0-9])[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPR-T][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z](?![A-Za-z0-9])/gi,
  /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,4})?(?![A-Za-z0-9])/g,
  /(?<![\w.:+-])(?:\+|00)\d{1,3}(?:[ ./-]?\(?\d{1,4}\)?){2,6}(?![\w])/g,
  /(?<![\w.:+-])3\d{2}[ ./-]?\d{3}[ ./-]?\d{3,4}(?![\w.:-])/g,
  /(?<![\w.:+-])0\d{1,3}[ ./-]?\d{3,4}[ ./-]?\d{2,4}(?![\w.:-])/g,
];

/** What may be an address of a network card, or of IPv4 or IPv6; whether it is one is asked of Node. */
const cardAddress = /(?<![\w:])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:])/gi;
const networkAddress = /(?<![\w.:])[0-9a-f:]*[0-9a-f:.]{2,}[0-9a-f:](?![\w.:-])/gi;
/** These are the same everywhere. */
const everywhere = /^(?:127\.|0\.0\.0\.0$|255\.|::1?$)/;

function withoutAddresses(text: string): string {
  return text
    .replace(cardAddress, removed)
    .replace(networkAddress, (match) => (isIP(match) !== 0 && !everywhere.test(match) ? removed : match));
}

/** Takes secrets and people out of a text that nobody can know in advance. */
export function redactText(text: string, { secrets, addresses }: Redaction): string {
  let kept = text;
  for (const secret of secrets) if (secret.length >= 4) kept = kept.replaceAll(secret, removed);
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
