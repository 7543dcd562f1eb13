import { X509Certificate } from 'node:crypto';

/** Codes of OpenSSL and Node that mean: this totem does not believe the hub's certificate. */
const hubRefused = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'INVALID_CA',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** TLS alerts by which a hub says that it does not believe the totem's certificate (RFC 8446, section 6.2). */
const totemRefused = /ALERT_(BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_|UNKNOWN_CA|ACCESS_DENIED)/;

/** CONNACK return codes of MQTT 3.1.1: identifier rejected, bad user name or password, not authorized. */
const connectionRefused = new Set([2, 4, 5]);

/** Why a failed connection is a matter of trust and not of the network; `undefined` where it is not. */
export function trustProblem(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const { code } = error;
  if (typeof code === 'number') {
    return connectionRefused.has(code) ? `the hub refuses this totem (code ${code})` : undefined;
  }
  if (typeof code !== 'string') return undefined;
  if (hubRefused.has(code)) return `the hub's certificate is refused: ${error.message} (${code})`;
  if (totemRefused.test(code)) return `the hub refuses this totem's certificate (${code})`;
  return undefined;
}

/** Why the totem's own certificate cannot serve now; `undefined` where it can. */
export function certificateProblem(pem: string, now: number): string | undefined {
  const certificate = new X509Certificate(pem);
  if (Date.parse(certificate.validTo) < now) {
    return `this totem's certificate expired on ${certificate.validTo}`;
  }
  return undefined;
}
