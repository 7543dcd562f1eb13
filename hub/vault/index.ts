import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import Type from 'typebox';
import { writeDurably } from '../../protocol/durable.ts';
import { failure, jsonValidatorOf, type Result, success } from '../../protocol/index.ts';

/** The key file, mode 0600: whoever holds it and the store can read what citizens left. */
const KeyFile = Type.Object(
  { version: Type.Literal(1), key: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }) },
  { additionalProperties: false },
);
const parse = jsonValidatorOf(KeyFile, 4096);

const algorithm = 'aes-256-gcm';
const version = 1;
const nonceBytes = 12;
const tagBytes = 16;
const headBytes = 1 + nonceBytes + tagBytes;
/** What sealing adds to a text. */
export const sealBytes = headBytes;

/** Seals bytes for one purpose (AES-256-GCM, NIST SP 800-38D; a random nonce of 96 bits each time). */
export interface Box {
  /** `context` names the place it is kept at: sealed bytes that were moved elsewhere do not open. */
  seal(bytes: Uint8Array, context: string): Buffer;
  /** `signature_refused` where the bytes were not sealed so. */
  open(sealed: Uint8Array, context: string): Result<Buffer>;
}

/** The one key behind all boxes. */
export interface Vault {
  /** A box with a key of its own (HKDF, RFC 5869). */
  box(purpose: string): Box;
}

/** Reads the key from its file, or makes one where there is none. A file that is damaged is an error. */
export async function openVault(path: string): Promise<Vault> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (bytes === undefined) {
    const key = randomBytes(32);
    await writeDurably(path, `${JSON.stringify({ version: 1, key: key.toString('base64url') })}\n`, 0o600);
    return vaultOf(key);
  }
  const file = parse(bytes);
  if (!file.ok) throw new Error(`${path} is damaged: ${file.error.message}; put it back from a backup`);
  return vaultOf(Buffer.from(file.value.key, 'base64url'));
}

function vaultOf(master: Buffer): Vault {
  return {
    box: (purpose) => {
      const info = `totem hub vault, version 1, ${purpose}`;
      const key = Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), info, 32));
      return {
        seal: (bytes, context) => seal(key, bytes, context),
        open: (sealed, context) => open(key, sealed, context),
      };
    },
  };
}

/** Version, nonce, tag, then the sealed bytes. */
function seal(key: Buffer, bytes: Uint8Array, context: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(context));
  const body = [cipher.update(bytes), cipher.final()];
  return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), ...body]);
}

function open(key: Buffer, sealed: Uint8Array, context: string): Result<Buffer> {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes.length < headBytes || bytes[0] !== version) {
    return failure('signature_refused', 'these bytes were not sealed by this version');
  }
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(1, 1 + nonceBytes), {
    authTagLength: tagBytes,
  })
    .setAAD(Buffer.from(context))
    .setAuthTag(bytes.subarray(1 + nonceBytes, headBytes));
  try {
    return success(Buffer.concat([decipher.update(bytes.subarray(headBytes)), decipher.final()]));
  } catch {
    return failure('signature_refused', 'these bytes were not sealed here, or are damaged');
  }
}
