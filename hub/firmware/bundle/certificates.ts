import { X509Certificate } from 'node:crypto';
import { BasicConstraints, Certificate } from 'pkijs';
import { failure, type Result, success } from '../../../protocol/index.ts';

/** A firmware authority as an admin sends it. */
export interface Authority {
  /** SHA-256 of the certificate's DER, 64 hexadecimal digits. */
  fingerprint: string;
  name: string;
  /** RFC 3339. */
  expires: string;
  pem: string;
}

/** The certificate of a PEM text that was checked before. */
export function certificateOf(pem: string): Certificate {
  return Certificate.fromBER(new Uint8Array(new X509Certificate(pem).raw));
}

/** Reads one or more authorities from PEM; each must be able to vouch for signers at the moment `now`. */
export function readAuthorities(pem: string, now: number): Result<Authority[]> {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) {
    return failure('invalid', 'the file holds a private key; send the certificate only', '/pem');
  }
  if (blocks.length === 0) return failure('invalid', 'there is no certificate in PEM', '/pem');
  const authorities: Authority[] = [];
  for (const block of blocks) {
    const read = readAuthority(block, now);
    if (!read.ok) return read;
    authorities.push(read.value);
  }
  return success(authorities);
}

function readAuthority(pem: string, now: number): Result<Authority> {
  try {
    const certificate = new X509Certificate(pem);
    const name = /^CN=(.+)$/m.exec(certificate.subject)?.[1] ?? certificate.subject.replaceAll('\n', ', ');
    const constraints: unknown = certificateOf(pem).extensions?.find(
      ({ extnID }) => extnID === '2.5.29.19',
    )?.parsedValue;
    if (!certificate.ca || !(constraints instanceof BasicConstraints && constraints.cA)) {
      return failure('invalid', `${name} is no authority (basicConstraints=CA:TRUE is missing)`, '/pem');
    }
    const expires = new Date(certificate.validTo);
    if (expires.getTime() < now) {
      return failure('invalid', `${name} expired on ${expires.toISOString().slice(0, 10)}`, '/pem');
    }
    return success({
      fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
      name: name.slice(0, 120),
      expires: expires.toISOString(),
      pem: `${certificate.toString().trim()}\n`,
    });
  } catch {
    return failure('invalid', 'a certificate in it cannot be read', '/pem');
  }
}
