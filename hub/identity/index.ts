import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { failure, success, type TotemId } from '../../protocol/index.ts';
import { createListeners } from '../listeners.ts';
import type { Store } from '../store/index.ts';
import { openAuthority } from './authority.ts';
import { enrolmentOf } from './enrolment.ts';
import { serverCertificate } from './server-certificate.ts';
import type { Identity, ServerTls } from './types.ts';
import { type Users, usersOf } from './users.ts';

export type * from './types.ts';

export interface IdentityOptions {
  store: Store;
  /** Holds `authority.json` and `server.json`; made with mode 0700 when absent. */
  folder: string;
  /** Names and addresses the server certificate is for. */
  hostnames: readonly string[];
  log: Logger;
  now: () => number;
}

const renewalCheckMs = 6 * 3_600_000;

/** Opens the authority (made at the first start), the server certificate, and the list of totems that count. */
export async function startIdentity(
  options: IdentityOptions,
): Promise<Identity & Pick<Users, 'ensureAdmin'>> {
  const { store, folder, hostnames, log, now } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const authority = await openAuthority(join(folder, 'authority.json'), now);
  const serverPath = join(folder, 'server.json');
  let server = await serverCertificate(serverPath, hostnames, authority, now, log);
  const rows = await store.db.selectFrom('totems').select('id').where('revoked', 'is', null).execute();
  const valid = new Set(rows.map((row) => row.id));
  const enrolled = new Set<(totem: TotemId) => Promise<void>>();
  const listeners = {
    revoked: createListeners<TotemId>(),
    tls: createListeners<ServerTls>(),
  };
  const serverTls = (): ServerTls => ({ ...server, ca: authority.pem });

  async function renewIfNeeded(): Promise<void> {
    const current = await serverCertificate(serverPath, hostnames, authority, now, log);
    if (current.cert === server.cert) return;
    server = current;
    listeners.tls.tell(serverTls());
  }
  const timer = setInterval(() => {
    renewIfNeeded().catch((error) => log.error({ err: error }, 'server certificate could not be renewed'));
  }, renewalCheckMs);
  timer.unref();

  return {
    authorityPem: authority.pem,
    authorityFingerprint: authority.fingerprint,
    serverTls,
    onServerTls: listeners.tls.add,
    ...enrolmentOf(store, authority, now, async (totem) => {
      valid.add(totem);
      log.info({ totem }, 'totem enrolled');
      await Promise.all([...enrolled].map((listener) => listener(totem)));
    }),
    onEnrolled(listener) {
      enrolled.add(listener);
      return () => enrolled.delete(listener);
    },
    isRevoked: (totem) => !valid.has(totem),
    valid: () => [...valid],
    async revoke(totem) {
      if (!valid.has(totem)) return failure('not_found', `there is no totem ${totem}`);
      const revoked = new Date(now()).toISOString();
      await store.db.transaction().execute(async (trx) => {
        await trx.updateTable('totems').set({ revoked }).where('id', '=', totem).execute();
        await trx.updateTable('certificates').set({ revoked }).where('totem', '=', totem).execute();
      });
      valid.delete(totem);
      log.info({ totem }, 'totem revoked');
      listeners.revoked.tell(totem);
      return success(null);
    },
    onRevoked: listeners.revoked.add,
    ...usersOf(store, now),
    stop: () => clearInterval(timer),
  };
}
