import type { Selectable } from 'kysely';
import type { Logger } from 'pino';
import { type FirmwareAuthority, failure, type Result, type Sha256, success } from '../../protocol/index.ts';
import type { Audit } from '../events/index.ts';
import type { FirmwareAuthoritiesTable, Store } from '../store/index.ts';
import { readAuthorities } from './bundle/index.ts';

/** The authorities whose signers may sign firmware. Two at a time are how one is replaced by the next. */
export interface Trust {
  pems(): string[];
  list(): FirmwareAuthority[];
  add(pem: string, who: string): Promise<Result<FirmwareAuthority[]>>;
  remove(fingerprint: Sha256, who: string): Promise<Result<null>>;
}

type Row = Selectable<FirmwareAuthoritiesTable>;

const most = 16;

export async function openTrust(options: {
  store: Store;
  audit: Pick<Audit, 'record'>;
  now: () => number;
  log: Logger;
}): Promise<Trust> {
  const { store, audit, now, log } = options;
  const rows = new Map<Sha256, Row>();
  const kept = await store.db.selectFrom('firmware_authorities').selectAll().orderBy('added').execute();
  for (const row of kept) rows.set(row.fingerprint, row);
  const view = ({ fingerprint, name, expires, added, added_by }: Row): FirmwareAuthority => ({
    fingerprint,
    name,
    expires,
    added,
    addedBy: added_by,
  });

  return {
    pems: () => [...rows.values()].map(({ pem }) => pem),
    list: () => [...rows.values()].map(view),
    async add(pem, who) {
      const read = readAuthorities(pem, now());
      if (!read.ok) return read;
      const fresh = read.value.filter(({ fingerprint }) => !rows.has(fingerprint));
      if (rows.size + fresh.length > most) {
        return failure('conflict', `at most ${most} authorities are trusted; distrust one first`);
      }
      for (const authority of fresh) {
        const row: Row = { ...authority, added: new Date(now()).toISOString(), added_by: who };
        await store.db
          .insertInto('firmware_authorities')
          .values(row)
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        rows.set(row.fingerprint, row);
        await audit.record(who, 'firmware.trusted', `authority ${row.fingerprint}`, row.name);
        log.info({ fingerprint: row.fingerprint, name: row.name, who }, 'firmware authority trusted');
      }
      return success(read.value.flatMap(({ fingerprint }) => rows.get(fingerprint) ?? []).map(view));
    },
    async remove(fingerprint, who) {
      const row = rows.get(fingerprint);
      if (!row) return failure('not_found', 'no such authority is trusted');
      await store.db.deleteFrom('firmware_authorities').where('fingerprint', '=', fingerprint).execute();
      rows.delete(fingerprint);
      await audit.record(who, 'firmware.distrusted', `authority ${fingerprint}`, row.name);
      log.info({ fingerprint, name: row.name, who }, 'firmware authority distrusted');
      return success(null);
    },
  };
}
