import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import Type, { type Static } from 'typebox';
import { writeDurably } from '../../protocol/durable.ts';
import { jsonValidatorOf } from '../../protocol/index.ts';
import type { Authority } from './authority.ts';

/** `server.json`, mode 0600. It can be made again at any time, so a damaged file is just replaced. */
const ServerFile = Type.Object(
  {
    version: Type.Literal(1),
    key: Type.String(),
    certificate: Type.String(),
    hostnames: Type.Array(Type.String()),
    authority: Type.String(),
  },
  { additionalProperties: false },
);
type ServerFile = Static<typeof ServerFile>;
const parseFile = jsonValidatorOf(ServerFile, 64 * 1024);

const renewBeforeMs = 30 * 86_400_000;

export interface ServerCertificate {
  key: string;
  cert: string;
}

/**
 * Gives the certificate of the hub's listeners, and makes a new one when there is none, when the hostnames or
 * the authority changed, and 30 days before it ends.
 */
export async function serverCertificate(
  path: string,
  hostnames: readonly string[],
  authority: Authority,
  now: () => number,
  log: Logger,
): Promise<ServerCertificate> {
  const present = await readFile(path).catch(() => undefined);
  const kept = present === undefined ? undefined : parseFile(present);
  if (kept?.ok && stillGood(kept.value, hostnames, authority, now())) {
    return { key: kept.value.key, cert: kept.value.certificate };
  }
  const issued = await authority.issueServer(hostnames);
  const file: ServerFile = {
    version: 1,
    key: issued.key,
    certificate: issued.pem,
    hostnames: [...hostnames],
    authority: authority.fingerprint,
  };
  await writeDurably(path, `${JSON.stringify(file)}\n`, 0o600);
  log.info({ hostnames, expires: issued.expires }, 'server certificate made');
  return { key: issued.key, cert: issued.pem };
}

function stillGood(
  file: ServerFile,
  hostnames: readonly string[],
  authority: Authority,
  now: number,
): boolean {
  if (file.authority !== authority.fingerprint) return false;
  if (file.hostnames.join('\n') !== hostnames.join('\n')) return false;
  try {
    const certificate = new X509Certificate(file.certificate);
    const ends = Date.parse(certificate.validTo);
    return certificate.checkPrivateKey(createPrivateKey(file.key)) && ends - now > renewBeforeMs;
  } catch {
    return false;
  }
}
