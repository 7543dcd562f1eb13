import 'reflect-metadata';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as x509 from '@peculiar/x509';
import type { DesiredFirmware } from '../../protocol/index.ts';
import { compatible } from './board.ts';
import { sha256Of } from './release.ts';

const run = promisify(execFile);
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const day = 24 * 3600_000;

/** An authority and a signer of it, as files in PEM. */
export interface Signing {
  authority: string;
  certificate: string;
  key: string;
}

/** @param expired the signer's certificate ended yesterday */
export async function newSigning(folder: string, name: string, expired = false): Promise<Signing> {
  const at = join(folder, name);
  await mkdir(at, { recursive: true });
  const from = new Date(Date.now() - 30 * day);
  const to = new Date(Date.now() + 30 * day);
  const authorityKeys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: `CN=Authority ${name}`,
    notBefore: from,
    notAfter: to,
    keys: authorityKeys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const signer = await x509.X509CertificateGenerator.create({
    serialNumber: '02',
    subject: `CN=Signer ${name}`,
    issuer: authority.subject,
    notBefore: from,
    notAfter: expired ? new Date(Date.now() - day) : to,
    publicKey: keys.publicKey,
    signingKey: authorityKeys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.emailProtection]),
    ],
  });
  const key = x509.PemConverter.encode(
    await crypto.subtle.exportKey('pkcs8', keys.privateKey),
    'PRIVATE KEY',
  );
  const paths = {
    authority: join(at, 'authority.pem'),
    certificate: join(at, 'signer.pem'),
    key: join(at, 'signer.key'),
  };
  await writeFile(paths.authority, authority.toString('pem'));
  await writeFile(paths.certificate, signer.toString('pem'));
  await writeFile(paths.key, key, { mode: 0o600 });
  return paths;
}

export interface TestBundle {
  path: string;
  bytes: Buffer;
  image: Buffer;
  /** What a hub would ask of a totem for it. */
  wanted: DesiredFirmware;
}

export interface BundleWish {
  version: string;
  compatible?: string;
  /** `verity` has a manifest hash, and needs device-mapper to be installed. */
  format?: 'plain' | 'verity';
  /** Bytes of the image. */
  size?: number;
}

export async function newBundle(folder: string, signing: Signing, wish: BundleWish): Promise<TestBundle> {
  const { version, format = 'plain', size = 64 * 1024 } = wish;
  const name = `${version}-${randomBytes(4).toString('hex')}`;
  const input = join(folder, name);
  const path = join(folder, `${name}.raucb`);
  const image = randomBytes(size);
  await mkdir(input);
  await writeFile(join(input, 'root.img'), image);
  await writeFile(
    join(input, 'manifest.raucm'),
    `[update]
compatible=${wish.compatible ?? compatible}
version=${version}

[bundle]
format=${format}

[image.rootfs]
filename=root.img
`,
  );
  await run('rauc', [`--cert=${signing.certificate}`, `--key=${signing.key}`, 'bundle', input, path]);
  return bundleOf(path, await readFile(path), image, version);
}

/** A bundle that was changed after it was signed. */
export async function altered(bundle: TestBundle, path: string, bytes: Buffer): Promise<TestBundle> {
  await writeFile(path, bytes);
  return bundleOf(path, bytes, bundle.image, bundle.wanted.version);
}

function bundleOf(path: string, bytes: Buffer, image: Buffer, version: string): TestBundle {
  const wanted: DesiredFirmware = {
    version,
    bundle: { sha256: sha256Of(bytes), size: bytes.length },
    manifestHash: null,
    compatible,
    allowDowngrade: false,
    window: null,
    soakSeconds: 60,
    attempt: 1,
  };
  return { path, bytes, image, wanted };
}
