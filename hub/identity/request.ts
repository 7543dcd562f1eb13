import 'reflect-metadata';
import { createHash } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { failure, type Result, success } from '../../protocol/index.ts';

/** A certificate request whose signature proves that the sender holds the key. */
export interface CheckedRequest {
  request: x509.Pkcs10CertificateRequest;
  /** SHA-256 of the SubjectPublicKeyInfo, hexadecimal. */
  keyHash: string;
}

/** Takes a PKCS #10 request in PEM with an ECDSA P-256 key. Its subject is ignored: the hub gives the name. */
export async function checkRequest(pem: string): Promise<Result<CheckedRequest>> {
  try {
    const request = new x509.Pkcs10CertificateRequest(pem);
    if (!(await request.verify())) return refused('its signature is wrong');
    if (!isP256(request.publicKey.algorithm)) return refused('its key must be ECDSA on P-256');
    const keyHash = createHash('sha256').update(new Uint8Array(request.publicKey.rawData)).digest('hex');
    return success({ request, keyHash });
  } catch {
    return refused('it cannot be read');
  }
}

function isP256(algorithm: Algorithm): boolean {
  return algorithm.name === 'ECDSA' && 'namedCurve' in algorithm && algorithm.namedCurve === 'P-256';
}

function refused(reason: string) {
  return failure('invalid', `the certificate request was refused: ${reason}`, '/request');
}
