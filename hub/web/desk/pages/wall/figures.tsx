import type { QueueFigures } from '../../../../../protocol/calls/desk.ts';
import { percent } from '../../../dashboard/shared.ts';
import { clock } from '../../text/names.ts';
import { sumOf } from './sum.ts';

/** The whole at a glance. */
export function Figures({ queues }: { queues: readonly QueueFigures[] }) {
  const sum = sumOf(queues);
  const figures = [
    { name: 'Waiting now', value: String(sum.waiting), urgent: sum.waiting > 0 },
    { name: 'Longest wait', value: clock(sum.longestWait), urgent: sum.longestWait >= 120 },
    { name: 'Offered', value: String(sum.offered) },
    { name: 'Answered', value: String(sum.answered) },
    { name: 'Abandoned', value: String(sum.abandoned) },
    { name: 'Service level', value: sum.serviceLevel === null ? '–' : percent(sum.serviceLevel) },
    { name: 'Mean wait', value: sum.meanWait === null ? '–' : clock(sum.meanWait) },
  ];
  return (
    <dl class="wall-figures">
      {figures.map(({ name, value, urgent }) => (
        <div key={name} class={urgent ? 'wall-urgent' : ''}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
