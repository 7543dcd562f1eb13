import type { Count } from '../../../../../protocol/report.ts';
import { Card } from '../../parts/card.tsx';

export interface CountRow {
  name: string;
  count: Count;
  /** A second number, in words. */
  also?: string;
}

/** A list of counts: a table for everybody, and a bar in each row for whoever compares by eye. */
export function Counts({
  title,
  heads,
  rows,
  empty,
}: {
  title: string;
  /** Of the name, of the count, and of what else a row says. */
  heads: readonly [string, string, string?];
  rows: readonly CountRow[];
  empty: string;
}) {
  const largest = Math.max(1, ...rows.map(({ count }) => count ?? 0));
  return (
    <Card title={title}>
      {rows.length === 0 ? (
        <p class="quiet">{empty}</p>
      ) : (
        <table class="counts">
          <caption class="visually-hidden">{title}</caption>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name}>
                <th scope="row">{row.name}</th>
                <td>
                  <span class="counts-number">{countText(row.count)}</span>
                  <span
                    class="counts-bar"
                    aria-hidden="true"
                    style={{ '--share': (row.count ?? 0) / largest }}
                  />
                </td>
                {heads[2] === undefined ? null : <td>{row.also ?? ''}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}

export function countText(count: Count): string {
  return count === null ? 'few' : count.toLocaleString('en');
}
