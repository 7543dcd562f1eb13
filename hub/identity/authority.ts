import 'reflect-metadata';
import { createHash, createPrivateKey, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';
import Type from 'typebox';
import { writeDurably } from '../../protocol/durable.ts';
import { jsonValidatorOf, type TotemId } from '../../protocol/index.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const day = 86_400_000;
const authorityDays = 20 * 365;
const totemDays = 5 * 365;
const serverDays = 397;
/** Clocks of totems without a network may be behind when they enrol. */
const backdatedDays = 2;

/** `authority.json`, mode 0600: whoever holds it can enrol totems. */
const AuthorityFile = Type.Object(
  { version: Type.Literal(1), key: Type.String(), certificate: Type.String() },
  { additionalProperties: false },
);
const parseFile = jsonValidatorOf(AuthorityFile, 64 * 1024);

/** Certificate in PEM with what the store remembers of it. */
export interface IssuedCertificate {
  pem: string;
  /** Hexadecimal. */
  serial: string;
  expires: Date;
}

/** The hub's own certificate authority: ECDSA P-256, made at the first start and never replaced by itself. */
export interface Authority {
  pem: string;
  /** SHA-256 of the certificate's DER, 64 hexadecimal digits. */
  fingerprint: string;
  issueServer(hostnames: readonly string[]): Promise<IssuedCertificate & { key: string }>;
  /** A client certificate for the key of a request that was checked before. */
  issueTotem(totem: TotemId, request: x509.Pkcs10CertificateRequest): Promise<IssuedCertificate>;
}

/** Reads the authority from its file, or makes one when there is no file. A file that is damaged is an error. */
export async function openAuthority(path: string, now: () => number): Promise<Authority> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (bytes === undefined) {
    const made = await makeAuthority(now());
    await writeDurably(path, `${JSON.stringify({ version: 1, ...made })}\n`, 0o600);
    return authorityOf(made.key, made.certificate, now);
  }
  const file = parseFile(bytes);
  if (!file.ok) throw new Error(`${path} is damaged: ${file.error.message}; put it back from a backup`);
  return authorityOf(file.value.key, file.value.certificate, now);
}

async function makeAuthority(now: number): Promise<{ key: string; certificate: string }> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: [{ CN: [`Totem hub authority ${randomBytes(4).toString('hex')}`] }],
    notBefore: new Date(now - backdatedDays * day),
    notAfter: new Date(now + authorityDays * day),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { key: await privatePem(keys.privateKey), certificate: certificate.toString('pem') };
}

async function authorityOf(key: string, pem: string, now: () => number): Promise<Authority> {
  const certificate = new x509.X509Certificate(pem);
  const signingKey = await crypto.subtle.importKey(
    'pkcs8',
    createPrivateKey(key).export({ type: 'pkcs8', format: 'der' }),
    algorithm,
    false,
    ['sign'],
  );

  async function issue(
    subject: string,
    publicKey: x509.PublicKeyType,
    days: number,
    extensions: x509.Extension[],
  ): Promise<IssuedCertificate> {
    const serial = newSerial();
    const expires = new Date(Math.floor((now() + days * day) / 1000) * 1000);
    const issued = await x509.X509CertificateGenerator.create({
      serialNumber: serial,
      subject: [{ CN: [subject] }],
      issuer: certificate.subjectName,
      notBefore: new Date(now() - backdatedDays * day),
      notAfter: expires,
      publicKey,
      signingKey,
      signingAlgorithm: algorithm,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        await x509.AuthorityKeyIdentifierExtension.create(certificate),
        ...extensions,
      ],
    });
    return { pem: issued.toString('pem'), serial, expires };
  }

  return {
    pem,
    fingerprint: createHash('sha256').update(new Uint8Array(certificate.rawData)).digest('hex'),
    async issueServer(hostnames) {
      const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
      const issued = await issue(hostnames[0] ?? 'totem-hub', keys.publicKey, serverDays, [
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension(
          hostnames.map((name) => ({
            type: isIP(name) === 0 ? ('dns' as const) : ('ip' as const),
            value: name,
          })),
        ),
      ]);
      return { ...issued, key: await privatePem(keys.privateKey) };
    },
    issueTotem: (totem, request) =>
      issue(totem, request.publicKey, totemDays, [
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
      ]),
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
