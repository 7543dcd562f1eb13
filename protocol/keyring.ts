import { isDeepStrictEqual } from 'node:util';
import Type, { type Static } from 'typebox';
import { failure, type Result, success } from './errors.ts';
import { type Envelope, type KeyPair, openEnvelope, PublicKey, signEnvelope } from './signing.ts';
import { jsonValidatorOf } from './validate.ts';

/**
 * The editors whose signature a totem accepts on content. A totem takes the first ring it is given and from
 * then on only a newer ring signed by a key of the ring it holds: a hub that is taken over cannot add a key.
 */
export const KeyRing = Type.Object(
  {
    format: Type.Literal('totem-key-ring'),
    version: Type.Literal(1),
    revision: Type.Integer({ minimum: 1 }),
    keys: Type.Array(PublicKey, { minItems: 1, maxItems: 32 }),
  },
  { additionalProperties: false },
);
export type KeyRing = Static<typeof KeyRing>;

const keyRingType = 'application/vnd.totem.key-ring+json';
const parse = jsonValidatorOf(KeyRing, 64 * 1024);

export function signKeyRing(ring: KeyRing, pair: KeyPair): Envelope {
  return signEnvelope(keyRingType, Buffer.from(JSON.stringify(ring)), pair);
}

/**
 * Opens a ring offered to someone who holds `current`. Without a current ring the offered one vouches for
 * itself (it must be signed by one of its own keys).
 */
export function acceptKeyRing(offered: Envelope, current: KeyRing | undefined): Result<KeyRing> {
  const claimed = parse(Buffer.from(offered.payload, 'base64'));
  if (!claimed.ok) return claimed;
  const opened = openEnvelope(keyRingType, offered, current?.keys ?? claimed.value.keys);
  if (!opened.ok) return opened;
  if (current && claimed.value.revision < current.revision) {
    return failure(
      'conflict',
      `ring ${claimed.value.revision} is older than ring ${current.revision}`,
      '/revision',
    );
  }
  if (current?.revision === claimed.value.revision && !isDeepStrictEqual(current, claimed.value)) {
    return failure('conflict', `there is another ring ${current.revision} already`, '/revision');
  }
  return success(claimed.value);
}
