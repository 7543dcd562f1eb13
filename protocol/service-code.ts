import { HOTP, Secret } from 'otpauth';
import { serviceCodeDigits } from './service.ts';

/**
 * Codes of RFC 4226 (HMAC-SHA-1, dynamic truncation). Apart from the other schemas, so that a totem loads it only
 * when somebody types a code.
 */
const rules = { algorithm: 'SHA1', digits: serviceCodeDigits } as const;

/** @param secret base32, as in a `ServiceKey` */
export function serviceCodeOf(secret: string, counter: number): string {
  return HOTP.generate({ ...rules, secret: Secret.fromBase32(secret), counter });
}

/** Compares in constant time, for this counter and no other one. */
export function isServiceCode(secret: string, counter: number, code: string): boolean {
  return (
    HOTP.validate({ ...rules, secret: Secret.fromBase32(secret), counter, token: code, window: 0 }) === 0
  );
}

/** Bytes as the base32 text of RFC 4648 without padding, in which secrets are kept. */
export function base32Of(bytes: Uint8Array): string {
  return new Secret({ buffer: Uint8Array.from(bytes).buffer }).base32;
}
