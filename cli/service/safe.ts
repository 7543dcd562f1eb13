import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import Type, { type Static } from 'typebox';
import {
  failure,
  jsonValidatorOf,
  type Result,
  ServiceKeysAnswer,
  success,
  Timestamp,
  TotemId,
} from '../../protocol/index.ts';

/** What can be told without the passphrase; it is bound to what cannot. */
const Label = Type.Object(
  {
    hub: Type.String({ maxLength: 500 }),
    fetched: Type.String({ format: 'date-time' }),
    expires: Timestamp,
    totems: Type.Array(
      Type.Object(
        { totem: TotemId, name: Type.String({ maxLength: 120 }), generation: Type.Integer({ minimum: 1 }) },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type SafeLabel = Static<typeof Label>;

const bytesText = Type.String({ pattern: '^[A-Za-z0-9+/]*={0,2}$' });

/**
 * `service-keys.json`: the keys of the totems that a technician looks after, for places without network. They are
 * sealed with AES-256-GCM under a key that scrypt (RFC 7914) makes of a passphrase.
 */
export const ServiceSafe = Type.Object(
  {
    version: Type.Literal(1),
    label: Label,
    cost: Type.Object(
      {
        N: Type.Integer({ minimum: 2 ** 14, maximum: 2 ** 20 }),
        r: Type.Integer({ minimum: 1, maximum: 32 }),
        p: Type.Integer({ minimum: 1, maximum: 16 }),
      },
      { additionalProperties: false },
    ),
    salt: bytesText,
    nonce: bytesText,
    tag: bytesText,
    sealed: bytesText,
  },
  { additionalProperties: false },
);
export type ServiceSafe = Static<typeof ServiceSafe>;

/** About half a second and 128 MiB on a laptop, for each guess too. */
const cost = { N: 2 ** 17, r: 8, p: 1 } as const;
const maximumMemory = 1024 * 1024 * 1024;
const parseKeys = jsonValidatorOf(ServiceKeysAnswer, 16 * 1024 * 1024);
const cipher = 'aes-256-gcm';

export async function seal(
  keys: ServiceKeysAnswer,
  label: SafeLabel,
  passphrase: string,
): Promise<ServiceSafe> {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const sealer = createCipheriv(cipher, await keyFrom(passphrase, salt, cost), nonce);
  sealer.setAAD(Buffer.from(JSON.stringify(label)));
  const sealed = Buffer.concat([sealer.update(JSON.stringify(keys), 'utf8'), sealer.final()]);
  return {
    version: 1,
    label,
    cost,
    salt: salt.toString('base64'),
    nonce: nonce.toString('base64'),
    tag: sealer.getAuthTag().toString('base64'),
    sealed: sealed.toString('base64'),
  };
}

export async function unseal(safe: ServiceSafe, passphrase: string): Promise<Result<ServiceKeysAnswer>> {
  const key = await keyFrom(passphrase, Buffer.from(safe.salt, 'base64'), safe.cost);
  try {
    const opener = createDecipheriv(cipher, key, Buffer.from(safe.nonce, 'base64'), { authTagLength: 16 });
    opener.setAAD(Buffer.from(JSON.stringify(safe.label)));
    opener.setAuthTag(Buffer.from(safe.tag, 'base64'));
    const plain = Buffer.concat([opener.update(Buffer.from(safe.sealed, 'base64')), opener.final()]);
    const keys = parseKeys(plain);
    return keys.ok ? success(keys.value) : keys;
  } catch {
    return failure('forbidden', 'the passphrase is wrong, or somebody changed the file');
  }
}

function keyFrom(passphrase: string, salt: Buffer, { N, r, p }: ServiceSafe['cost']): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFC'), salt, 32, { N, r, p, maxmem: maximumMemory }, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
