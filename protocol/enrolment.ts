import Type, { type Static } from 'typebox';
import { failure, type Result } from './errors.ts';
import { Sha256, TotemId } from './names.ts';
import { ServiceKey } from './service.ts';
import { jsonValidatorOf } from './validate.ts';

/**
 * A one-time enrolment token as an admin hands it to a technician: `totem1.` and base64url JSON. It carries
 * the SHA-256 of the hub CA's certificate (DER), so the totem knows whom it talks to before it trusts anyone.
 */
export const EnrolmentToken = Type.Object(
  {
    gateway: Type.String({ format: 'uri', pattern: '^https://', maxLength: 200 }),
    authority: Sha256,
    secret: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
  },
  { additionalProperties: false },
);
export type EnrolmentToken = Static<typeof EnrolmentToken>;

const prefix = 'totem1.';
const parse = jsonValidatorOf(EnrolmentToken, 4096);

export function encodeToken(token: EnrolmentToken): string {
  return prefix + Buffer.from(JSON.stringify(token)).toString('base64url');
}

export function decodeToken(text: string): Result<EnrolmentToken> {
  const trimmed = text.trim();
  if (!trimmed.startsWith(prefix))
    return failure('invalid', 'not an enrolment token: it must start with totem1.');
  return parse(Buffer.from(trimmed.slice(prefix.length), 'base64url'));
}

/** `POST /v1/enrolments` on the gateway. The only request there that needs no certificate. */
export const EnrolmentRequest = Type.Object(
  {
    secret: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
    /** PKCS #10 request in PEM (RFC 2986, RFC 7468), self-signed with the totem's own P-256 key. */
    request: Type.String({ maxLength: 8192 }),
  },
  { additionalProperties: false },
);
export type EnrolmentRequest = Static<typeof EnrolmentRequest>;

/** What an enrolled totem keeps: who it is, whom it trusts, and where the hub is. */
export const EnrolmentAnswer = Type.Object(
  {
    totem: TotemId,
    certificate: Type.String({ maxLength: 16_384 }),
    authority: Type.String({ maxLength: 16_384 }),
    /** `mqtts://host:port` */
    mqtt: Type.String({ format: 'uri', maxLength: 200 }),
    /** `https://host:port`: small requests, answered by the hub itself. */
    gateway: Type.String({ format: 'uri', maxLength: 200 }),
    /** `https://host:port`: bulk, answered by the artifact process. */
    artifacts: Type.String({ format: 'uri', maxLength: 200 }),
    /** Secret of its service codes. It is kept apart, for it is replaced more often than the certificate. */
    service: Type.Optional(ServiceKey),
  },
  { additionalProperties: false },
);
export type EnrolmentAnswer = Static<typeof EnrolmentAnswer>;
