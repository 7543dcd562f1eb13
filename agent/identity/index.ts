import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import Type, { type Static } from 'typebox';
import { writeDurably } from '../../protocol/durable.ts';
import { EnrolmentAnswer, failure, jsonValidatorOf, type Result, success } from '../../protocol/index.ts';

/** Who this totem is, kept in `identity.json` (mode 0600): the hub's answer and the totem's own key. */
const Identity = Type.Object(
  {
    version: Type.Literal(1),
    /** PKCS #8 in PEM; made on this totem and never sent anywhere. */
    key: Type.String({ maxLength: 4096 }),
    enrolment: EnrolmentAnswer,
  },
  { additionalProperties: false },
);
export type Identity = Static<typeof Identity>;

const parse = jsonValidatorOf(Identity, 128 * 1024);
const fileName = 'identity.json';

/** `null` where the totem was never enrolled; `invalid` where the file cannot be read or is damaged. */
export async function loadIdentity(folder: string): Promise<Result<Identity | null>> {
  let bytes: Buffer;
  try {
    bytes = await readFile(join(folder, fileName));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return success(null);
    return failure('invalid', `${fileName} cannot be read: ${reasonOf(error)}`);
  }
  const identity = parse(bytes);
  if (!identity.ok) return failure('invalid', `${fileName}: ${identity.error.message}`, identity.error.field);
  const { key, enrolment } = identity.value;
  try {
    // Bytes that rotted inside a key or certificate are no matter of form.
    createSecureContext({ key, cert: enrolment.certificate, ca: enrolment.authority });
  } catch (error) {
    return failure('invalid', `${fileName}: the key or a certificate is damaged: ${reasonOf(error)}`);
  }
  return identity;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export async function saveIdentity(folder: string, identity: Identity): Promise<void> {
  await writeDurably(join(folder, fileName), `${JSON.stringify(identity, null, 2)}\n`, 0o600);
}
