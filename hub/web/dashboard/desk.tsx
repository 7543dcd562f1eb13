import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Api } from './api/client.ts';
import { Header } from './header.tsx';
import { ContentPage } from './pages/content/index.tsx';
import { FirmwarePage } from './pages/firmware/index.tsx';
import { FleetPage } from './pages/fleet/index.tsx';
import { ReportPage } from './pages/report/index.tsx';
import { RolloutsPage } from './pages/rollouts/index.tsx';
import { RolloutPage } from './pages/rollouts/rollout.tsx';
import { SitesPage } from './pages/sites.tsx';
import { TotemPage } from './pages/totem/index.tsx';
import { UnknownPage } from './pages/unknown.tsx';
import { Notices } from './parts/notices.tsx';
import { type Place, usePlace } from './route.ts';
import { createFleetStore, type Desk, DeskContext, NowContext, useTicking } from './state/context.ts';
import { addNotice, type Notice } from './state/notices.ts';
import { createStore, type Store } from './state/store.ts';
import { watchFleet } from './state/watch.ts';

export interface SignedInProps {
  api: Api;
  name: string;
  onSignOut(): void;
}

/** Everything behind the sign-in: the watch on the fleet, header, pages and notices. */
export function SignedInApp({ api, name, onSignOut }: SignedInProps) {
  const notices = useMemo<Store<readonly Notice[]>>(() => createStore<readonly Notice[]>([]), []);
  const desk = useMemo(() => createDesk(api, notices), [api, notices]);
  useEffect(() => {
    const watch = watchFleet({ api, fleet: desk.fleet });
    return () => watch.stop();
  }, [api, desk]);
  const place = usePlace();
  const { route } = place;
  const view = route.page === 'totem' || route.page === 'rollout' ? `${route.page} ${route.id}` : route.page;
  const lastView = useRef(view);
  useEffect(() => {
    // What was wrong on the page that was left does not concern this one.
    if (lastView.current !== view) notices.set((list) => list.filter((notice) => notice.kind === 'done'));
    lastView.current = view;
  }, [notices, view]);
  const now = useTicking(5_000);
  return (
    <DeskContext.Provider value={desk}>
      <NowContext.Provider value={now}>
        <Header page={place.route.page} name={name} onSignOut={onSignOut} />
        <main id="main" tabIndex={-1} data-focus-mouse="true" class="container-xl">
          <CurrentPage place={place} />
        </main>
        <Notices notices={notices} />
      </NowContext.Provider>
    </DeskContext.Provider>
  );
}

function createDesk(api: Api, notices: Store<readonly Notice[]>): Desk {
  const fleet = createFleetStore();
  return {
    api,
    fleet,
    tell: (kind, text) => addNotice(notices, kind, text),
    async refreshSites() {
      const sites = await api.sites();
      if (sites.ok) fleet.set((state) => ({ ...state, sites: sites.value }));
    },
  };
}

function CurrentPage({ place: { route, query } }: { place: Place }) {
  switch (route.page) {
    case 'fleet':
      return <FleetPage query={query} />;
    case 'totem':
      return <TotemPage key={route.id} id={route.id} />;
    case 'content':
      return <ContentPage />;
    case 'firmware':
      return <FirmwarePage />;
    case 'rollouts':
      return <RolloutsPage />;
    case 'rollout':
      return <RolloutPage key={route.id} id={route.id} />;
    case 'sites':
      return <SitesPage />;
    case 'report':
      return <ReportPage query={query} />;
    case 'unknown':
      return <UnknownPage />;
  }
}
