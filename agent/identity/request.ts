// Its dependency injection needs this polyfill before anything else of it is loaded.
import 'reflect-metadata';
import { cryptoProvider, Pkcs10CertificateRequestGenerator } from '@peculiar/x509';

export interface KeyAndRequest {
  /** PKCS #8 in PEM. */
  key: string;
  /** PKCS #10 in PEM. */
  request: string;
}

/** Makes a P-256 key and a certificate request signed with it. The hub chooses the name in the certificate. */
export async function newKeyAndRequest(): Promise<KeyAndRequest> {
  cryptoProvider.set(crypto);
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: 'CN=totem',
    keys,
    signingAlgorithm: algorithm,
  });
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  const body = pkcs8.toString('base64').replace(/(.{64})(?=.)/g, '$1\n');
  return {
    key: `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`,
    request: request.toString('pem'),
  };
}
