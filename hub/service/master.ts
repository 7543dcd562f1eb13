import { hkdfSync, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import Type from 'typebox';
import { writeDurably } from '../../protocol/durable.ts';
import { jsonValidatorOf, type TotemId } from '../../protocol/index.ts';
import { base32Of } from '../../protocol/service-code.ts';

/** `service.json`, mode 0600: whoever holds it can open the service menu of every totem. */
const MasterFile = Type.Object(
  { version: Type.Literal(1), key: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }) },
  { additionalProperties: false },
);
const parse = jsonValidatorOf(MasterFile, 4096);

/** 160 bits, as RFC 4226 section 4 recommends. */
const secretBytes = 20;

/** The key that the secrets of all totems are derived from, so that none of them is in the store. */
export interface Master {
  /** Base32. Another one for each totem and each generation (HKDF, RFC 5869). */
  secretOf(totem: TotemId, generation: number): string;
}

/** Reads the key from its file, or makes one when there is no file. A file that is damaged is an error. */
export async function openMaster(path: string): Promise<Master> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (bytes === undefined) {
    const key = randomBytes(32);
    await writeDurably(path, `${JSON.stringify({ version: 1, key: key.toString('base64url') })}\n`, 0o600);
    return masterOf(key);
  }
  const file = parse(bytes);
  if (!file.ok) throw new Error(`${path} is damaged: ${file.error.message}; put it back from a backup`);
  return masterOf(Buffer.from(file.value.key, 'base64url'));
}

function masterOf(key: Buffer): Master {
  return {
    secretOf: (totem, generation) => {
      const purpose = `totem service code, version 1, totem ${totem}, generation ${generation}`;
      return base32Of(new Uint8Array(hkdfSync('sha256', key, Buffer.alloc(0), purpose, secretBytes)));
    },
  };
}
