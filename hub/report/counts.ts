import { TotemEvent, type TotemId, usageKinds } from '../../protocol/index.ts';
import { jsonColumn, type Store } from '../store/index.ts';
import type { ReportScope, UsageRow } from './aggregate.ts';
import { cellOf, type UsageCell } from './fold.ts';

/** Events that are counted in one transaction. */
const atOnce = 2000;
const cursorName = 'usage.counted';
const bodyColumn = jsonColumn('events.body', TotemEvent);

/**
 * Adds the usage events that came since the last time to the counts. Where it left off is stored with the counts,
 * so that a hub that is killed counts nothing twice.
 *
 * @param siteOf where a totem stands now; 0 for nowhere
 * @returns how many were counted
 */
export async function countNew({ db }: Store, siteOf: (totem: TotemId) => number): Promise<number> {
  return await db.transaction().execute(async (trx) => {
    const setting = await trx
      .selectFrom('settings')
      .select('value')
      .where('name', '=', cursorName)
      .executeTakeFirst();
    const after = Number(setting?.value ?? 0);
    const events = await trx
      .selectFrom('events')
      .select(['id', 'totem', 'body'])
      .where('id', '>', after)
      .where('kind', 'in', [...usageKinds])
      .orderBy('id')
      .limit(atOnce)
      .execute();
    const last = events.at(-1)?.id;
    if (last === undefined) return 0;
    for (const row of rowsOf(events, siteOf)) {
      await trx
        .insertInto('usage_counts')
        .values(row)
        .onConflict((conflict) =>
          conflict
            .columns(['day', 'site', 'kind', 'subject', 'detail', 'language', 'profiles'])
            .doUpdateSet((old) => ({ count: old('usage_counts.count', '+', row.count) })),
        )
        .execute();
    }
    await trx
      .insertInto('settings')
      .values({ name: cursorName, value: String(last) })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: String(last) }))
      .execute();
    return events.length;
  });
}

function rowsOf(
  events: readonly { totem: string; body: string }[],
  siteOf: (totem: TotemId) => number,
): UsageRow[] {
  const rows = new Map<string, UsageRow>();
  for (const { totem, body } of events) {
    const cell: UsageCell | undefined = cellOf(bodyColumn(body));
    if (!cell) continue;
    const site = siteOf(totem);
    const key = JSON.stringify([site, ...Object.values(cell)]);
    const row = rows.get(key) ?? { ...cell, site, count: 0 };
    rows.set(key, { ...row, count: row.count + 1 });
  }
  return [...rows.values()];
}

/** What was counted in these days and, where one is named, at this site. */
export async function countsIn({ db }: Store, { from, to, site }: ReportScope): Promise<UsageRow[]> {
  let query = db.selectFrom('usage_counts').selectAll().where('day', '>=', from).where('day', '<=', to);
  if (site !== undefined) query = query.where('site', '=', site);
  return await query.execute();
}

/** Forgets the events that were counted and came before `events`, and the counts of days before `counts`. */
export async function forget({ db }: Store, before: { events: string; counts: string }): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const setting = await trx
      .selectFrom('settings')
      .select('value')
      .where('name', '=', cursorName)
      .executeTakeFirst();
    await trx
      .deleteFrom('events')
      .where('kind', 'in', [...usageKinds])
      .where('id', '<=', Number(setting?.value ?? 0))
      .where('received', '<', before.events)
      .execute();
    await trx.deleteFrom('usage_counts').where('day', '<', before.counts).execute();
  });
}
