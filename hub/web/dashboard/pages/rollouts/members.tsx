import { useState } from 'preact/hooks';
import type { RolloutMember } from '../../../../../protocol/rollouts.ts';
import { Card } from '../../parts/card.tsx';
import { Chip } from '../../parts/chip.tsx';
import { Ago } from '../../parts/time.tsx';
import { totemHref } from '../../route.ts';
import { useDesk } from '../../state/context.ts';
import type { FleetState } from '../../state/fleet.ts';
import { useStore } from '../../state/store.ts';
import { memberStateText, memberTone } from '../../text/rollouts.ts';

const totemsOf = (state: FleetState) => state.totems;
const rowsAtOnce = 50;
// Who needs somebody comes first.
const weight: Record<RolloutMember['state'], number> = {
  failed: 0,
  silent: 1,
  retrying: 2,
  offered: 3,
  waiting: 4,
  skipped: 5,
  succeeded: 6,
};

/** Every totem of a rollout: where it stands and why. */
export function MembersCard({ members }: { members: readonly RolloutMember[] }) {
  const { fleet } = useDesk();
  const totems = useStore(fleet, totemsOf);
  const [limit, setLimit] = useState(rowsAtOnce);
  const sorted = [...members].sort((one, other) => weight[one.state] - weight[other.state]);
  return (
    <Card title="Each totem">
      <ul class="members">
        {sorted.slice(0, limit).map((member) => (
          <li key={member.totem}>
            <span>
              <a href={totemHref(member.totem)}>{totems.get(member.totem)?.name ?? member.totem}</a>{' '}
              <span class="quiet">
                phase {member.phase + 1}
                {member.tries > 1 ? `, asked ${member.tries} times` : ''}
              </span>
            </span>
            <Chip tone={memberTone[member.state]}>{memberStateText[member.state]}</Chip>
            {member.reason === '' ? null : (
              <p class="members-reason">
                {member.reason}, <Ago at={member.since} />
              </p>
            )}
          </li>
        ))}
      </ul>
      {sorted.length > limit ? (
        <button type="button" class="btn btn-outline-primary" onClick={() => setLimit(limit + rowsAtOnce)}>
          Show {Math.min(rowsAtOnce, sorted.length - limit)} more
        </button>
      ) : null}
    </Card>
  );
}
