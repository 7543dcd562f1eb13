import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import {
  type FirmwareManifest,
  failure,
  type Result,
  type Sha256,
  success,
} from '../../../protocol/index.ts';
import { readManifest } from './manifest.ts';
import { type Signer, verifySignature } from './signature.ts';
import { readFully, verityBlock, verityHolds } from './verity.ts';

export { type Authority, readAuthorities } from './certificates.ts';
export type { Signer } from './signature.ts';

/** A bundle of which every byte is accounted for by a trusted signature. */
export interface Bundle {
  size: number;
  manifest: FirmwareManifest;
  manifestHash: Sha256;
  signer: Signer;
}

const trailerBytes = 8;
// RAUC takes no larger one either (MAX_BUNDLE_SIGNATURE_SIZE).
const largestSignature = 64 * 1024;
const squashfsMagic = 'hsqs';

/**
 * Reads and verifies a RAUC bundle in verity format: data (a squashfs), hash tree, CMS signature that holds the
 * manifest, and the signature's size as 64 bits in network order (RAUC reference, Bundle Formats). The signature
 * covers the manifest, the manifest the tree's root, the tree the data.
 *
 * @param authorities certificates in PEM
 * @param now milliseconds since 1970
 */
export async function readBundle(
  path: string,
  authorities: readonly string[],
  now: number,
): Promise<Result<Bundle>> {
  const file = await open(path, 'r');
  try {
    return await readOpen(file, authorities, now);
  } finally {
    await file.close();
  }
}

/** Whether the signature of a bundle that was read before is still good: trust and certificates end. */
export async function checkSignature(
  path: string,
  authorities: readonly string[],
  now: number,
): Promise<Result<null>> {
  const file = await open(path, 'r');
  try {
    const parts = await partsOf(file);
    if (!parts) return notABundle;
    const verified = await verifySignature(parts.signature, authorities, now);
    return verified.ok ? success(null) : verified;
  } finally {
    await file.close();
  }
}

async function readOpen(
  file: FileHandle,
  authorities: readonly string[],
  now: number,
): Promise<Result<Bundle>> {
  const parts = await partsOf(file);
  if (!parts) return notABundle;
  const { signature, payload, size } = parts;
  const verified = await verifySignature(signature, authorities, now);
  if (!verified.ok) return verified;
  const { content, signer } = verified.value;
  const manifest = readManifest(content);
  if (!manifest.ok) return manifest;

  const { verity } = manifest.value;
  const place = {
    dataBytes: payload - verity.size,
    treeBytes: verity.size,
    salt: verity.salt,
    rootHash: verity.hash,
  };
  if (!(await verityHolds(file, place))) {
    return failure('hash_mismatch', 'the bundle is not the one that was signed: its bytes were altered');
  }
  const manifestHash = createHash('sha256').update(content).digest('hex');
  return success({ size, manifest: manifest.value, manifestHash, signer });
}

/** The signature, and how many bytes come before it; nothing where the file has not the form of a bundle. */
async function partsOf(
  file: FileHandle,
): Promise<{ signature: Buffer; payload: number; size: number } | undefined> {
  const { size } = await file.stat();
  const magic = Buffer.alloc(squashfsMagic.length);
  const trailer = Buffer.alloc(trailerBytes);
  const whole =
    size > trailerBytes + verityBlock &&
    (await readFully(file, magic, 0)) &&
    (await readFully(file, trailer, size - trailerBytes));
  if (!whole || magic.toString('latin1') !== squashfsMagic) return undefined;
  const length = trailer.readBigUInt64BE();
  if (length === 0n || length > BigInt(largestSignature)) return undefined;
  const signature = Buffer.alloc(Number(length));
  const payload = size - trailerBytes - signature.length;
  if (payload <= verityBlock || !(await readFully(file, signature, payload))) return undefined;
  return { signature, payload, size };
}

const notABundle = failure(
  'invalid',
  'this is no RAUC bundle, or only a part of one: build it with rauc bundle and send the whole file',
);
