/*
 * What is taken out of a text of unknown origin. Every repetition that could be tried again from many places has an
 * upper bound, so that the time grows with the length of the text and no faster.
 */

/** Names of settings whose value is nobody's business, whatever it looks like. */
const secretName =
  '(?<![\\w.-])[\\w.-]{0,40}(?:pass(?:word|wd|phrase|code)?|pwd|psk|secret|token|credentials?|cookie|authorization|api[-_.]?key|private[-_.]?key|access[-_.]?key|wpa[-_.]?key|wep[-_.]?key\\d?|session[-_.]?id|otp|pin)';

export const isSecretName = new RegExp(`^(?:${secretName}|keys?|pem|auth)$`, 'i');

/** A value after a name: in quotes that are themselves escaped, in quotes, or a word. */
const value = [
  '\\\\{1,3}"[^"]{0,2000}"',
  '"(?:[^"\\\\]|\\\\.){0,2000}"',
  "'(?:[^'\\\\]|\\\\.){0,2000}'",
  '[^\\s,;&}\\]]+',
].join('|');

/** Each is taken out whole, or, where it has a group, all but that. */
export const patterns: readonly RegExp[] = [
  // What is left of a private key whose head is cut off: PKCS #8 begins so in base64, for P-256 and for RSA.
  /MI(?:GHAgEAMBMG|IEv[A-Za-z0-9+/]|IJQ[A-Za-z0-9+/])[A-Za-z0-9+/=\\\s]{20,}/g,
  // Enrolment tokens, tokens in three parts (RFC 7519), and 256 bits in base64url, as this project's tokens are.
  /totem1\.[\w-]*/g,
  /\beyJ[\w-]{1,4000}\.[\w-]{1,4000}\.[\w-]*/g,
  /(?<![\w/+=-])(?=[\w-]{0,42}[A-Z])(?=[\w-]{0,42}\d)(?=[\w-]{0,42}[a-z])[\w-]{43}(?![\w/+=-])/g,
  // Credentials in headers (RFC 9110, section 11.4) and in addresses (RFC 3986, section 3.2.1).
  /\b((?:Basic|Bearer|Digest|Negotiate)\s{1,4})[^\s"',;]+/gi,
  /(?<![a-z0-9+.-])([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#"'<>]{1,500}@/gi,
  // A name that says it, then a value: in JSON, in YAML, on command lines, in mount options.
  new RegExp(`(${secretName}\\\\{0,3}["']?\\s{0,8}[=:]\\s{0,8})(?:${value})`, 'gi'),
  new RegExp(`(${secretName}\\s{1,8})(?<=(?:^|\\s)--?[\\w.-]{1,60}\\s{1,8})\\S+`, 'gi'),
  // People: mail (the characters of RFC 5322), Italian tax codes with their substitutes for digits, IBAN, telephone.
  /[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g,
  /(?<![A-Za-z0-9])[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPR-T][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z](?![A-Za-z0-9])/gi,
  /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,4})?(?![A-Za-z0-9])/g,
  /(?<![\w.:+-])(?:\+|00)\d{1,3}(?:[ ./-]?\(?\d{1,4}\)?){2,6}(?!\w)/g,
  /(?<![\w.:+-])3\d{2}[ ./-]?\d{3}[ ./-]?\d{3,4}(?![\w:-])/g,
  /(?<![\w.:+-])0\d{1,3}[ ./-]?\d{3,4}[ ./-]?\d{2,4}(?![\w:-])/g,
];
