import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { OfficeName } from './OfficeName.tsx';
import type { CallParty, CallView } from './types.ts';

/** Who takes part besides the citizen; whoever only listens is named too. */
export function Parties({ view }: { view: CallView }) {
  const others = view.parties.filter(({ party }) => party !== 'citizen');
  return (
    <div role="status">
      <ul class="parties">
        {others.map((party) => (
          <li key={party.party} class={`party${party.listens ? ' party-listens' : ''}`}>
            <Icon name={party.listens ? 'ear' : party.role === interpreter ? 'hands' : 'people'} />
            <PartyName party={party} office={view.wish.office} />
          </li>
        ))}
      </ul>
    </div>
  );
}

const interpreter = 'interpreter';

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
