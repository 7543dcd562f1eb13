import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { OfficeName } from './OfficeName.tsx';
import { speaks, useWrites } from './signs.ts';
import type { CallParty, CallView } from './types.ts';
import { useCall } from './use.ts';

/** Who takes part besides the citizen; whoever only listens is named too. */
export function Parties({ view }: { view: CallView }) {
  const others = view.parties.filter(({ party }) => party !== 'citizen');
  return (
    <div role="status">
      <ul class="parties">
        {others.map((party) => (
          <Party key={party.party} party={party} view={view} />
        ))}
      </ul>
    </div>
  );
}

const interpreter = 'interpreter';

/**
 * One of them, with a sign beside the name while they speak or write (EN 301 549, 6.2.2.4 and 6.5.5). It is for who
 * does not hear, so it is only seen: told aloud it would talk into the talk.
 */
function Party({ party, view }: { party: CallParty; view: CallView }) {
  const { lines } = useCall().call();
  const writes = useWrites(lines, party.party);
  const sign = writes ? 'letters' : speaks(view, party.party) ? 'voice' : null;
  return (
    <li
      class={`party${party.listens ? ' party-listens' : ''}`}
      data-speaks={sign === 'voice' || undefined}
      data-writes={writes || undefined}
    >
      <Icon name={party.listens ? 'ear' : party.role === interpreter ? 'hands' : 'people'} />
      <PartyName party={party} office={view.wish.office} />
      {!party.listens && (
        <span class="party-sign" aria-hidden="true">
          {sign && <Icon name={sign} />}
        </span>
      )}
    </li>
  );
}

function PartyName({ party, office }: { party: CallParty; office: string }) {
  const { words } = useScreen();
  if (party.listens) return <span>{words('call.listens')}</span>;
  if (party.role === interpreter) return <span>{words('call.interpreter')}</span>;
  if (party.party === 'operator') {
    return (
      <span>{words(party.role === office || party.role === '' ? 'call.operator' : 'call.colleague')}</span>
    );
  }
  return (
    <span>
      {words('call.guest')} <OfficeName id={party.role} />
    </span>
  );
}
