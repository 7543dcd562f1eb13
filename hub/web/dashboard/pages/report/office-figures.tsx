import type { CallReport } from '../../../../../protocol/calls/report.ts';
import { Card } from '../../parts/card.tsx';
import { shareOf, waited } from '../../text/calls.ts';

type Row = CallReport['byOffice'][number] & { name: string };

const columns = [
  { name: 'Offered', value: ({ offered }: Row) => offered.toLocaleString('en') },
  { name: 'Answered', value: ({ answered }: Row) => answered.toLocaleString('en') },
  { name: 'Abandoned', value: ({ abandoned }: Row) => abandoned.toLocaleString('en') },
  { name: 'In time', value: ({ serviceLevel }: Row) => shareOf(serviceLevel) },
  { name: 'Mean wait', value: ({ meanWait }: Row) => waited(meanWait) },
] as const;

/** One row an office, with the same columns as on the wall. */
export function OfficeFigures({ rows }: { rows: readonly Row[] }) {
  return (
    <Card title="Calls by office">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than its box is scrolled with the keyboard */}
      <section class="office-figures-box" tabIndex={0} aria-label="Figures of the offices">
        <table class="office-figures">
          <thead>
            <tr>
              <th scope="col">Office</th>
              {columns.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.office}>
                <th scope="row">{row.name}</th>
                {columns.map(({ name, value }) => (
                  <td key={name} data-name={name}>
                    {value(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  );
}
