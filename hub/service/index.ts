import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { failure, type ServiceKey, success, type TotemId } from '../../protocol/index.ts';
import { serviceCodeOf } from '../../protocol/service-code.ts';
import { createListeners } from '../listeners.ts';
import type { Store } from '../store/index.ts';
import { openMaster } from './master.ts';
import type { ServiceCodes } from './types.ts';

export type { ServiceCodes } from './types.ts';

export interface ServiceCodesOptions {
  store: Store;
  /** Holds `service.json`; made with mode 0700 when absent. */
  folder: string;
  log: Logger;
  now: () => number;
}

const firstGeneration = 1;
const rowsAtOnce = 500;

export async function openServiceCodes(options: ServiceCodesOptions): Promise<ServiceCodes> {
  const { store, folder, log, now } = options;
  const { db } = store;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const master = await openMaster(join(folder, 'service.json'));
  const rotated = createListeners<{ totem: TotemId; key: ServiceKey }>();

  async function generationsOf(totem: TotemId): Promise<{ current: number; held: number }> {
    const row = await db.selectFrom('service_keys').selectAll().where('totem', '=', totem).executeTakeFirst();
    const current = row?.generation ?? firstGeneration;
    return { current, held: row?.held ?? current };
  }

  async function note(
    totems: readonly TotemId[],
    user: string,
    action: 'code' | 'key' | 'rotation',
    counter: number | null = null,
  ): Promise<void> {
    const at = new Date(now()).toISOString();
    for (let from = 0; from < totems.length; from += rowsAtOnce) {
      const rows = totems
        .slice(from, from + rowsAtOnce)
        .map((totem) => ({ at, totem, user_name: user, action, counter }));
      await db.insertInto('service_log').values(rows).execute();
    }
    log.info(
      { user, action, totem: totems.length === 1 ? totems[0] : null, totems: totems.length },
      'service',
    );
  }

  const keyOf: ServiceCodes['keyOf'] = async (totem) => {
    const { current: generation } = await generationsOf(totem);
    return { generation, secret: master.secretOf(totem, generation) };
  };

  return {
    keyOf,
    held: async (totem, generation) => {
      const { current, held } = await generationsOf(totem);
      // A number that this hub never gave out says nothing.
      if (generation < firstGeneration || generation > current || generation === held) return;
      await db
        .insertInto('service_keys')
        .values({ totem, generation: current, held: generation })
        .onConflict((conflict) => conflict.column('totem').doUpdateSet({ held: generation }))
        .execute();
    },
    code: async (totem, { counter, generation }, user) => {
      const { current, held } = await generationsOf(totem);
      const wanted = generation ?? held;
      if (wanted > current)
        return failure('invalid', `the newest key of ${totem} is ${current}`, '/generation');
      await note([totem], user, 'code', counter);
      const code = serviceCodeOf(master.secretOf(totem, wanted), counter);
      return success({ totem, counter, code, generation: wanted });
    },
    keys: async (totems, user) => {
      const rows = await db.selectFrom('service_keys').selectAll().execute();
      const known = new Map(rows.map((row) => [row.totem, row]));
      await note(
        totems.map(({ id }) => id),
        user,
        'key',
      );
      return {
        keys: totems.flatMap(({ id: totem, name }) => {
          const current = known.get(totem)?.generation ?? firstGeneration;
          const generations = new Set([known.get(totem)?.held ?? current, current]);
          return [...generations].map((generation) => ({
            totem,
            name,
            generation,
            secret: master.secretOf(totem, generation),
          }));
        }),
      };
    },
    rotate: async (totem, user) => {
      await db
        .insertInto('service_keys')
        .values({ totem, generation: firstGeneration + 1, held: firstGeneration })
        .onConflict((conflict) =>
          conflict.column('totem').doUpdateSet((row) => ({
            generation: row('service_keys.generation', '+', 1),
          })),
        )
        .execute();
      await note([totem], user, 'rotation');
      const key = await keyOf(totem);
      rotated.tell({ totem, key });
      return key;
    },
    log: async (totem, limit) => {
      const rows = await db
        .selectFrom('service_log')
        .selectAll()
        .where('totem', '=', totem)
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(({ at, user_name: user, action, counter }) => ({ at, user, action, counter }));
    },
    onRotated: rotated.add,
  };
}
