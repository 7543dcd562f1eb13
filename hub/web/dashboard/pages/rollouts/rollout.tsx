import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Rollout, RolloutMember } from '../../../../../protocol/rollouts.ts';
import { Alert, Note } from '../../parts/alert.tsx';
import { Card } from '../../parts/card.tsx';
import { Chip } from '../../parts/chip.tsx';
import { Page } from '../../parts/page.tsx';
import { Ago, Moment } from '../../parts/time.tsx';
import { useDesk } from '../../state/context.ts';
import type { FleetState } from '../../state/fleet.ts';
import { useStore } from '../../state/store.ts';
import { count, duration } from '../../text/format.ts';
import {
  countsText,
  memberOrder,
  memberStateText,
  rolloutStateText,
  rolloutTone,
  rulesText,
  targetText,
} from '../../text/rollouts.ts';
import { RolloutActions } from './actions.tsx';
import { MembersCard } from './members.tsx';

const above = [{ title: 'Rollouts', href: '#/rollouts' }];
const isLoaded = (state: FleetState) => state.generation > 0;

export function RolloutPage({ id }: { id: number }) {
  const { fleet } = useDesk();
  const rollout = useStore(
    fleet,
    useCallback((state: FleetState) => state.rollouts.find((one) => one.id === id), [id]),
  );
  const loaded = useStore(fleet, isLoaded);
  if (rollout) return <KnownRollout rollout={rollout} />;
  if (!loaded) return <p class="quiet">Fetching the rollout…</p>;
  return (
    <Page title="No such rollout" above={above}>
      <p>
        There is no rollout {id}. Go back to the <a href="#/rollouts">rollouts</a>.
      </p>
    </Page>
  );
}

function KnownRollout({ rollout }: { rollout: Rollout }) {
  const members = useMembers(rollout);
  return (
    <Page
      title={`Rollout ${rollout.id}: ${rollout.title}`}
      above={above}
      lead={<Lead rollout={rollout} />}
      actions={<RolloutActions rollout={rollout} />}
    >
      {rollout.state === 'paused' ? <Alert>Paused: {rollout.reason}.</Alert> : null}
      {rollout.state === 'aborting' || rollout.state === 'aborted' ? (
        <Note>Aborted {rollout.reason}. Totems whose turn had not come keep what they have.</Note>
      ) : null}
      <div class="columns">
        <div class="column">
          <PhasesCard rollout={rollout} />
          <MembersCard members={members} />
        </div>
        <div class="column">
          <CountsCard rollout={rollout} />
          <RulesCard rollout={rollout} />
        </div>
      </div>
    </Page>
  );
}

/** The totems are asked for again whenever the rollout says that something changed. */
function useMembers(rollout: Rollout): readonly RolloutMember[] {
  const { api } = useDesk();
  const [members, setMembers] = useState<readonly RolloutMember[]>([]);
  const seen = JSON.stringify([rollout.id, rollout.state, rollout.since, rollout.counts]);
  useEffect(() => {
    let left = false;
    void api.rollout(rollout.id).then((answer) => {
      if (!left && answer.ok) setMembers(answer.value.totems);
    });
    return () => {
      left = true;
    };
  }, [api, seen]);
  return members;
}

function Lead({ rollout }: { rollout: Rollout }) {
  return (
    <ul class="facts" aria-label="About this rollout">
      <li>
        <Chip tone={rolloutTone[rollout.state]}>{rolloutStateText[rollout.state]}</Chip>
      </li>
      <li>{rollout.kind === 'firmware' ? 'Firmware' : 'Content'}</li>
      <li>{targetText(rollout)}</li>
      <li>
        started <Ago at={rollout.made} /> by {rollout.madeBy}
      </li>
    </ul>
  );
}

function PhasesCard({ rollout }: { rollout: Rollout }) {
  return (
    <Card title="Phases">
      <ol class="phases">
        {rollout.phases.map((phase, index) => {
          const rules = rollout.plan.phases[index];
          const { waiting, offered, retrying } = phase.counts;
          const current = rollout.ended === null && index === rollout.phase;
          return (
            <li key={index} aria-current={current ? 'step' : undefined}>
              <label class="progress-label">
                <span>
                  Phase {index + 1}, up to {rules?.reach}: {count(phase.totems, 'totem')}
                </span>
                {current ? (
                  <Chip tone={rolloutTone[rollout.state]}>{rolloutStateText[rollout.state]}</Chip>
                ) : null}
                <progress
                  max={Math.max(1, phase.totems)}
                  value={phase.totems - waiting - offered - retrying}
                />
              </label>
              <p class="quiet">{countsText(phase.counts)}</p>
              {rules ? <p class="quiet">{rulesText(rules)}</p> : null}
            </li>
          );
        })}
      </ol>
    </Card>
  );
}

function CountsCard({ rollout }: { rollout: Rollout }) {
  return (
    <Card title="Totems">
      <dl class="rows">
        {memberOrder.map((state) => (
          <div key={state}>
            <dt>{memberStateText[state]}</dt>
            <dd>{rollout.counts[state]}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function RulesCard({ rollout }: { rollout: Rollout }) {
  const { plan } = rollout;
  const window = plan.window;
  return (
    <Card title="Rules">
      <dl class="rows">
        <div>
          <dt>Deadline</dt>
          <dd>{duration(plan.deadlineSeconds)} after each offer</dd>
        </div>
        <div>
          <dt>Attempts</dt>
          <dd>{plan.attempts}</dd>
        </div>
        <div>
          <dt>Window</dt>
          <dd>{window ? `${window.days.join(', ')} ${window.from} to ${window.to}` : 'At any time'}</dd>
        </div>
        {rollout.kind === 'firmware' ? (
          <div>
            <dt>Older than what runs</dt>
            <dd>{plan.allowDowngrade ? 'Allowed' : 'Left out'}</dd>
          </div>
        ) : null}
        <div>
          <dt>{rollout.ended ? 'Ended' : 'In this state since'}</dt>
          <dd>
            <Moment at={rollout.ended ?? rollout.since} />
          </dd>
        </div>
      </dl>
    </Card>
  );
}
