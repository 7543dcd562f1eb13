import type { Logger } from 'pino';
import {
  failure,
  maximumReportDays,
  type ReportQuery,
  type Result,
  success,
  type UsageReport,
} from '../../protocol/index.ts';
import type { Fleet } from '../fleet/index.ts';
import type { Store } from '../store/index.ts';
import { reportOn } from './aggregate.ts';
import { countNew, countsIn, forget } from './counts.ts';

export { csvOf, tableOf } from './csv.ts';
export { shownParts } from './suppress.ts';

/** How totems are used: counts by day, made from the events that they send. */
export interface Reports {
  /** The report on what has been counted by now; `invalid` names the field. */
  report(query: ReportQuery): Promise<Result<UsageReport>>;
  /** Counts what is new and forgets what is too old; also done by itself every hour. */
  tidy(): Promise<void>;
  stop(): Promise<void>;
}

export interface ReportsOptions {
  store: Store;
  fleet: Pick<Fleet, 'list' | 'sites'>;
  log: Logger;
  now: () => number;
}

const day = 86_400_000;
const tidyEvery = 3_600_000;
/** Days that usage events are kept, and the counts that were made of them. */
const keep = { events: 31, counts: 3 * 366 } as const;
/** Days of a report where none are named. */
const usualDays = 28;

export function openReports({ store, fleet, log, now }: ReportsOptions): Reports {
  let last: Promise<void> = Promise.resolve();
  let stopped = false;

  /** One at a time: two would read the same place to go on from. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  }

  async function catchUp(): Promise<void> {
    const sites = new Map(fleet.list().map(({ id, site }) => [id, site?.id ?? 0]));
    while (!stopped && (await countNew(store, (totem) => sites.get(totem) ?? 0)) > 0);
  }

  const tidy = () =>
    inTurn(async () => {
      await catchUp();
      if (stopped) return;
      await forget(store, {
        events: new Date(now() - keep.events * day).toISOString(),
        counts: dayOf(now() - keep.counts * day),
      });
    });
  const tidyQuietly = () => void tidy().catch((error) => log.error({ err: error }, 'usage was not counted'));
  const timer = setInterval(tidyQuietly, tidyEvery);
  tidyQuietly();

  return {
    tidy,
    async report(query) {
      const to = query.to ?? dayOf(now());
      const from = query.from ?? dayOf(Date.parse(to) - (usualDays - 1) * day);
      const days = (Date.parse(to) - Date.parse(from)) / day + 1;
      if (!(days >= 1)) return failure('invalid', 'the first day comes after the last one', '/from');
      if (days > maximumReportDays)
        return failure('invalid', `a report is of at most ${maximumReportDays} days`, '/from');
      const sites = new Map(fleet.sites().map(({ id, name }) => [id, name]));
      if (query.site !== undefined && !sites.has(query.site))
        return failure('invalid', 'there is no such site', '/site');
      await inTurn(catchUp);
      const scope = { ...query, from, to };
      const rows = await countsIn(store, scope);
      return success(reportOn(rows, scope, (id) => sites.get(id) ?? 'no site'));
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await last;
    },
  };
}

function dayOf(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}
