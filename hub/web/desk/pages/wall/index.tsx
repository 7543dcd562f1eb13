import type { QueueFigures } from '../../../../../protocol/calls/desk.ts';
import { Colleagues } from '../../parts/colleagues.tsx';
import { Page } from '../../parts/page.tsx';
import { useDeskState } from '../../state/context.ts';
import type { DeskState } from '../../state/desk.ts';
import { UnderWay } from './calls.tsx';
import { Figures } from './figures.tsx';
import { Offices } from './offices.tsx';

const queuesOf = (state: DeskState) => state.standing?.queues;
const none: readonly QueueFigures[] = [];

/** How things stand in every office, for who looks after the whole. Each figure is defined in docs/calls.md. */
export function WallPage() {
  const queues = useDeskState(queuesOf) ?? none;
  return (
    <Page title="Wall" lead="Every office, today since midnight. The figures are those of the reports.">
      <Figures queues={queues} />
      <div class="wall-rest">
        <Offices queues={queues} />
        <div class="columns">
          <UnderWay />
          <Colleagues />
        </div>
      </div>
    </Page>
  );
}
