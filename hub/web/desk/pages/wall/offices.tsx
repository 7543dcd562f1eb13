import type { QueueFigures } from '../../../../../protocol/calls/desk.ts';
import { Card, percent } from '../../../dashboard/shared.ts';
import { useParts } from '../../state/context.ts';
import { clock, officeName } from '../../text/names.ts';

const columns = [
  { name: 'Waiting', value: (queue: QueueFigures) => String(queue.waiting) },
  { name: 'Longest', value: (queue: QueueFigures) => clock(queue.longestWait) },
  { name: 'Free desks', value: (queue: QueueFigures) => String(queue.available) },
  { name: 'Offered', value: (queue: QueueFigures) => String(queue.offered) },
  { name: 'Answered', value: (queue: QueueFigures) => String(queue.answered) },
  { name: 'Abandoned', value: (queue: QueueFigures) => String(queue.abandoned) },
  {
    name: 'Service level',
    value: ({ serviceLevel }: QueueFigures) => (serviceLevel === null ? '–' : percent(serviceLevel)),
  },
  {
    name: 'Mean wait',
    value: ({ meanWait }: QueueFigures) => (meanWait === null ? '–' : clock(meanWait)),
  },
] as const;

/** One row an office. */
export function Offices({ queues }: { queues: readonly QueueFigures[] }) {
  const { catalogue } = useParts();
  return (
    <Card title="Offices">
      {queues.length === 0 ? (
        <p class="quiet">Nobody has called today, and nobody is at a desk.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than its box is scrolled with the keyboard
        <section class="table-box" tabIndex={0} aria-label="Figures of the offices">
          <table class="figures-table">
            <thead>
              <tr>
                <th scope="col">Office</th>
                {columns.map(({ name }) => (
                  <th scope="col" key={name}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {queues.map((queue) => (
                <tr key={queue.office}>
                  <th scope="row">{officeName(catalogue, queue.office)}</th>
                  {columns.map(({ name, value }) => (
                    <td key={name} data-name={name}>
                      {value(queue)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Card>
  );
}
