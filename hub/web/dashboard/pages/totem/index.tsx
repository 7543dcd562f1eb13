import { useCallback } from 'preact/hooks';
import type { Totem } from '../../../../../protocol/api.ts';
import { Chip } from '../../parts/chip.tsx';
import { Page } from '../../parts/page.tsx';
import { Presence } from '../../parts/states.tsx';
import { Ago } from '../../parts/time.tsx';
import { useDesk } from '../../state/context.ts';
import type { FleetState } from '../../state/fleet.ts';
import { useStore } from '../../state/store.ts';
import { Actions } from './actions.tsx';
import { ContentCard } from './content.tsx';
import { DetailsCard } from './details.tsx';
import { EventsCard } from './events.tsx';
import { FaultsCard } from './faults.tsx';
import { FirmwareCard } from './firmware.tsx';
import { HealthCard } from './health.tsx';
import { RevokeCard } from './revoke.tsx';
import { ScreenCard } from './screen.tsx';
import { ServiceCard } from './service.tsx';

const isLoaded = (state: FleetState) => state.generation > 0;
const above = [{ title: 'Fleet', href: '#/' }];

export function TotemPage({ id }: { id: string }) {
  const { fleet } = useDesk();
  const totem = useStore(
    fleet,
    useCallback((state: FleetState) => state.totems.get(id), [id]),
  );
  const loaded = useStore(fleet, isLoaded);
  if (totem) return <KnownTotem totem={totem} />;
  if (!loaded) return <p class="quiet">Fetching the totem…</p>;
  return (
    <Page title="No such totem" above={above}>
      <p>
        There is no totem <code>{id}</code>, or it was revoked. Go back to the <a href="#/">fleet</a>.
      </p>
    </Page>
  );
}

function KnownTotem({ totem }: { totem: Totem }) {
  return (
    <Page title={totem.name} above={above} lead={<Lead totem={totem} />} actions={<Actions totem={totem} />}>
      <div class="columns">
        <div class="column">
          <FaultsCard totem={totem} />
          <HealthCard totem={totem} />
          <EventsCard id={totem.id} />
        </div>
        <div class="column">
          <ScreenCard totem={totem} />
          <ContentCard totem={totem} />
          <FirmwareCard totem={totem} />
          <DetailsCard totem={totem} />
          <ServiceCard key={totem.id} totem={totem} />
          <RevokeCard totem={totem} />
        </div>
      </div>
    </Page>
  );
}

function Lead({ totem }: { totem: Totem }) {
  const groups = totem.groups.filter((group) => group !== 'all');
  return (
    <ul class="facts" aria-label="About this totem">
      <li>
        <Presence online={totem.online} />
        {totem.online ? null : (
          <span class="quiet">
            {totem.lastSeen ? (
              <>
                , last seen <Ago at={totem.lastSeen} />
              </>
            ) : (
              ', never seen'
            )}
          </span>
        )}
      </li>
      <li>{totem.site ? [totem.site.name, totem.site.town].filter(Boolean).join(', ') : 'No site'}</li>
      <li class="identity">{totem.id}</li>
      {groups.map((group) => (
        <li key={group}>
          <Chip>{group}</Chip>
        </li>
      ))}
    </ul>
  );
}
