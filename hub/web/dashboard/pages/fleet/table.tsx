import { useState } from 'preact/hooks';
import type { Totem } from '../../../../../protocol/api.ts';
import { Icon } from '../../parts/icon.tsx';
import { count } from '../../text/format.ts';
import { type Filter, filtered, type SortKey } from './filter.ts';
import { showFilter } from './filter-bar.tsx';
import { FleetRow } from './row.tsx';

const columns = [
  { key: 'name', title: 'Totem' },
  { key: 'site', title: 'Site' },
  { key: null, title: 'Groups' },
  { key: 'state', title: 'State' },
  { key: 'faults', title: 'Faults' },
  { key: 'content', title: 'Content' },
  { key: 'seen', title: 'Last seen' },
] as const;

/** Rows drawn at once; a large fleet shows more when asked. */
const rowsAtOnce = 100;

export function FleetTable({
  totems,
  filter,
  loaded,
}: {
  totems: readonly Totem[];
  filter: Filter;
  loaded: boolean;
}) {
  const [limit, setLimit] = useState(rowsAtOnce);
  const rows = filtered(totems, filter);
  if (!loaded) return <p class="quiet">Fetching the fleet…</p>;
  return (
    <>
      <p class="table-count" role="status">
        {rows.length === totems.length
          ? count(totems.length, 'totem')
          : `${rows.length} of ${count(totems.length, 'totem')}`}
      </p>
      <table class="fleet">
        <caption class="visually-hidden">Totems with their state. The headings sort.</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.title}
                class={column.key ? undefined : 'unsorted'}
                scope="col"
                aria-sort={
                  column.key === filter.sort ? (filter.descending ? 'descending' : 'ascending') : undefined
                }
              >
                {column.key ? (
                  <SortButton sortKey={column.key} title={column.title} filter={filter} />
                ) : (
                  column.title
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, limit).map((totem) => (
            <FleetRow key={totem.id} totem={totem} />
          ))}
        </tbody>
      </table>
      {rows.length === 0 ? <p class="no-match">No totem matches. Change the search or the filters.</p> : null}
      {rows.length > limit ? (
        <button type="button" class="btn btn-outline-primary" onClick={() => setLimit(limit + rowsAtOnce)}>
          Show {Math.min(rowsAtOnce, rows.length - limit)} more
        </button>
      ) : null}
    </>
  );
}

function SortButton({ sortKey, title, filter }: { sortKey: SortKey; title: string; filter: Filter }) {
  const current = filter.sort === sortKey;
  return (
    <button
      type="button"
      class="sort"
      onClick={() => showFilter({ ...filter, sort: sortKey, descending: current && !filter.descending })}
    >
      {title}
      {current ? <Icon name={filter.descending ? 'it-arrow-up-triangle' : 'it-arrow-down-triangle'} /> : null}
    </button>
  );
}
