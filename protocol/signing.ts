import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto';
import Type, { type Static } from 'typebox';
import { failure, type Result, success } from './errors.ts';

/**
 * Signatures over documents: DSSE v1 envelopes (Dead Simple Signing Envelope, secure-systems-lab) with
 * Ed25519 keys (RFC 8032). What is signed is the exact bytes of the payload together with its type, so a
 * signature over one kind of document can never pass for another, and no canonical JSON is needed.
 */
export const Envelope = Type.Object(
  {
    payloadType: Type.String({ maxLength: 100 }),
    /** The document's bytes in base64. */
    payload: Type.String({ maxLength: 16 * 1024 * 1024, pattern: '^[A-Za-z0-9+/]*={0,2}$' }),
    signatures: Type.Array(
      Type.Object(
        { keyid: Type.String({ maxLength: 64 }), sig: Type.String({ maxLength: 128 }) },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 8 },
    ),
  },
  { additionalProperties: false },
);
export type Envelope = Static<typeof Envelope>;

/** An Ed25519 public key: SubjectPublicKeyInfo (RFC 8410) in base64, named by its own SHA-256. */
export const PublicKey = Type.Object(
  {
    id: Type.String({ pattern: '^[0-9a-f]{16}$' }),
    key: Type.String({ maxLength: 128, pattern: '^[A-Za-z0-9+/]+={0,2}$' }),
    /** Who holds the private half, as people call them: "comunicazione", "front office". */
    holder: Type.String({ minLength: 1, maxLength: 80 }),
  },
  { additionalProperties: false },
);
export type PublicKey = Static<typeof PublicKey>;

export interface KeyPair {
  publicKey: PublicKey;
  /** PKCS #8 in PEM; belongs in a file of mode 0600 and nowhere else. */
  privateKeyPem: string;
}

export function newKeyPair(holder: string): KeyPair {
  const pair = generateKeyPairSync('ed25519');
  const spki = pair.publicKey.export({ type: 'spki', format: 'der' });
  return {
    publicKey: { id: keyIdOf(spki), key: spki.toString('base64'), holder },
    privateKeyPem: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** First 16 hexadecimal digits of the SHA-256 of the key's SubjectPublicKeyInfo. */
export function keyIdOf(spki: Uint8Array): string {
  return createHash('sha256').update(spki).digest('hex').slice(0, 16);
}

export function signEnvelope(payloadType: string, payload: Uint8Array, pair: KeyPair): Envelope {
  const sig = sign(
    null,
    preAuthenticationEncoding(payloadType, payload),
    createPrivateKey(pair.privateKeyPem),
  );
  return {
    payloadType,
    payload: Buffer.from(payload).toString('base64'),
    signatures: [{ keyid: pair.publicKey.id, sig: sig.toString('base64') }],
  };
}

/** Gives the payload's bytes if any signature is by one of the trusted keys. */
export function openEnvelope(
  payloadType: string,
  envelope: Envelope,
  trusted: readonly PublicKey[],
): Result<Buffer> {
  if (envelope.payloadType !== payloadType) {
    return failure(
      'signature_refused',
      `signed as ${envelope.payloadType}, not as ${payloadType}`,
      '/payloadType',
    );
  }
  const payload = Buffer.from(envelope.payload, 'base64');
  const message = preAuthenticationEncoding(payloadType, payload);
  for (const signature of envelope.signatures) {
    const key = trusted.find((candidate) => candidate.id === signature.keyid);
    if (key && verifies(key, message, signature.sig)) return success(payload);
  }
  const seen = envelope.signatures.map((signature) => signature.keyid).join(', ');
  return failure('signature_refused', `no signature by a trusted key (signed by ${seen})`, '/signatures');
}

function verifies(key: PublicKey, message: Buffer, sig: string): boolean {
  try {
    const spki = Buffer.from(key.key, 'base64');
    if (keyIdOf(spki) !== key.id) return false;
    const publicKey = createPublicKey({ key: spki, type: 'spki', format: 'der' });
    return (
      publicKey.asymmetricKeyType === 'ed25519' &&
      verify(null, message, publicKey, Buffer.from(sig, 'base64'))
    );
  } catch {
    return false;
  }
}

function preAuthenticationEncoding(payloadType: string, payload: Uint8Array): Buffer {
  const type = Buffer.from(payloadType);
  return Buffer.concat([Buffer.from(`DSSEv1 ${type.length} ${payloadType} ${payload.length} `), payload]);
}
