import type { ErrorCode, Problem } from '../../../protocol/index.ts';

/**
 * What RAUC's messages mean, the first that fits. RAUC tells errors apart by domains that do not cross D-Bus:
 * only the text does (sources of RAUC 1.8 to 1.16).
 */
const meanings: readonly (readonly [RegExp, ErrorCode])[] = [
  [/no space left|no_space/i, 'no_space'],
  [/compatible mismatch/i, 'conflict'],
  [/version.*(?:limit|minimum|too low)/i, 'conflict'],
  [/manifest hash|require-manifest-hash/i, 'hash_mismatch'],
  [/payload is corrupted|checksum|hash mismatch|digest/i, 'hash_mismatch'],
  [/signature size|signature \(?offset|squashfs size|bundle size|payload size|too small|exceeds/i, 'invalid'],
  [/signature|verif|certificate|cms|pkcs7|signer|keyring/i, 'signature_refused'],
  [/format '?\w+'? not allowed|not supported in streaming/i, 'unsupported'],
  [/no such file|not found|failed to open|404/i, 'not_found'],
  [/already processing/i, 'unavailable'],
  [/squashfs|manifest|not a regular file|invalid/i, 'invalid'],
];

/** Codes by which a bundle is refused for good, whatever is tried. */
const final: readonly ErrorCode[] = [
  'conflict',
  'hash_mismatch',
  'invalid',
  'signature_refused',
  'unsupported',
];

export function problemOf(message: string): Problem {
  const found = meanings.find(([pattern]) => pattern.test(message));
  return { code: found?.[1] ?? 'internal', message: message.slice(0, 480) };
}

export function isFinal({ code }: Problem): boolean {
  return final.includes(code);
}
