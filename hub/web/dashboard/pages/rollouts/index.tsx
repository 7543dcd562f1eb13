import { useState } from 'preact/hooks';
import type { Rollout } from '../../../../../protocol/rollouts.ts';
import { Chip } from '../../parts/chip.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Page } from '../../parts/page.tsx';
import { Ago } from '../../parts/time.tsx';
import { rolloutHref } from '../../route.ts';
import { useDesk } from '../../state/context.ts';
import type { FleetState } from '../../state/fleet.ts';
import { useStore } from '../../state/store.ts';
import { countsText, rolloutStateText, rolloutTone, targetText } from '../../text/rollouts.ts';
import { NewRolloutDialog } from './new.tsx';

const rolloutsOf = (state: FleetState) => state.rollouts;
const isLoaded = (state: FleetState) => state.generation > 0;

export function RolloutsPage() {
  const { fleet } = useDesk();
  const rollouts = useStore(fleet, rolloutsOf);
  const loaded = useStore(fleet, isLoaded);
  const [making, setMaking] = useState(false);
  return (
    <Page
      title="Rollouts"
      lead="Firmware and content on their way to totems, phase by phase."
      actions={
        <button type="button" class="btn btn-primary" onClick={() => setMaking(true)}>
          New rollout
        </button>
      }
    >
      {loaded ? null : <p class="quiet">Fetching the rollouts…</p>}
      {loaded && rollouts.length === 0 ? (
        <Empty icon="it-refresh" title="No rollout yet">
          <p>Start one here, or from the command line:</p>
          <p>
            <code>totem rollout new firmware VERSION --group all --phase 1 --phase 100%</code>
          </p>
        </Empty>
      ) : null}
      {rollouts.length > 0 ? <RolloutTable rollouts={rollouts} /> : null}
      {making ? <NewRolloutDialog onClose={() => setMaking(false)} /> : null}
    </Page>
  );
}

function RolloutTable({ rollouts }: { rollouts: readonly Rollout[] }) {
  return (
    <table class="list">
      <caption class="visually-hidden">Rollouts, newest first</caption>
      <thead>
        <tr>
          {['Rollout', 'State', 'Phase', 'Totems', 'For', 'Started'].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rollouts.map((rollout) => (
          <tr key={rollout.id}>
            <th scope="row">
              <a href={rolloutHref(rollout.id)}>
                {rollout.id}: {rollout.kind} {rollout.title}
              </a>
            </th>
            <td>
              <Chip tone={rolloutTone[rollout.state]}>{rolloutStateText[rollout.state]}</Chip>
            </td>
            <td>{rollout.ended ? '' : `${rollout.phase + 1} of ${rollout.phases.length}`}</td>
            <td>{countsText(rollout.counts)}</td>
            <td>{targetText(rollout)}</td>
            <td>
              <Ago at={rollout.made} /> by {rollout.madeBy}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
