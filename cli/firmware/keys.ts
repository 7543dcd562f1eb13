import 'reflect-metadata';
import { createPrivateKey, randomBytes } from 'node:crypto';
import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { writeDurably } from '../../protocol/durable.ts';
import { failure, type Result, success } from '../../protocol/index.ts';

/** Where the keys of a development authority and of its signer lie. */
export interface FirmwareKeys {
  authority: { key: string; certificate: string };
  signer: { key: string; certificate: string };
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const day = 86_400_000;
const authorityDays = 10 * 365;
const signerDays = 2 * 365;
const { keyCertSign, cRLSign, digitalSignature } = x509.KeyUsageFlags;

/**
 * Makes an authority and a certificate for signing bundles in a folder, for development: private keys as files,
 * mode 0600. Nothing that is there is replaced.
 */
export async function makeFirmwareKeys(folder: string, now: number): Promise<Result<FirmwareKeys>> {
  const paths: FirmwareKeys = {
    authority: { key: join(folder, 'ca.key.pem'), certificate: join(folder, 'ca.cert.pem') },
    signer: { key: join(folder, 'signer.key.pem'), certificate: join(folder, 'signer.cert.pem') },
  };
  for (const path of [...Object.values(paths.authority), ...Object.values(paths.signer)]) {
    const there = await access(path).then(
      () => true,
      () => false,
    );
    if (there) return failure('conflict', `${path} exists; keys are never replaced, choose another folder`);
  }
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const made = await makeCertificates(now);
    await writeDurably(paths.authority.key, made.authorityKey, 0o600);
    await writeDurably(paths.authority.certificate, made.authorityPem);
    await writeDurably(paths.signer.key, made.signerKey, 0o600);
    await writeDurably(paths.signer.certificate, made.signerPem);
    return success(paths);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failure('unavailable', `cannot write to ${folder}: ${reason}`);
  }
}

async function makeCertificates(now: number) {
  const label = randomBytes(4).toString('hex');
  const authorityKeys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const signerKeys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: [{ CN: [`Totem firmware development authority ${label}`] }],
    notBefore: new Date(now - day),
    notAfter: new Date(now + authorityDays * day),
    signingAlgorithm: algorithm,
    keys: authorityKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(keyCertSign | cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const signer = await x509.X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: [{ CN: [`Totem firmware development signer ${label}`] }],
    issuer: authority.subjectName,
    notBefore: new Date(now - day),
    notAfter: new Date(now + signerDays * day),
    publicKey: signerKeys.publicKey,
    signingKey: authorityKeys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(digitalSignature, true),
      // The first is what RAUC asks for by default, the second with `check-purpose=codesign`.
      new x509.ExtendedKeyUsageExtension([
        x509.ExtendedKeyUsage.emailProtection,
        x509.ExtendedKeyUsage.codeSigning,
      ]),
      await x509.SubjectKeyIdentifierExtension.create(signerKeys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(authority),
    ],
  });
  return {
    authorityKey: await privatePem(authorityKeys.privateKey),
    authorityPem: `${authority.toString('pem')}\n`,
    signerKey: await privatePem(signerKeys.privateKey),
    signerPem: `${signer.toString('pem')}\n`,
  };
}

/** 127 random bits with the highest of them set, so that DER needs neither padding nor a sign byte. */
function newSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
}

async function privatePem(key: CryptoKey): Promise<string> {
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', key));
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    .export({ type: 'pkcs8', format: 'pem' })
    .toString();
}
