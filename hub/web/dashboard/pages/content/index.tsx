import { useState } from 'preact/hooks';
import type { ContentRelease } from '../../../../../protocol/api.ts';
import { Empty } from '../../parts/empty.tsx';
import { Page } from '../../parts/page.tsx';
import { useDesk } from '../../state/context.ts';
import type { FleetState } from '../../state/fleet.ts';
import { useStore } from '../../state/store.ts';
import { AssignDialog } from './assign.tsx';
import { ReleaseCard } from './release.tsx';

const releasesOf = (state: FleetState) => state.releases;
const totemsOf = (state: FleetState) => state.totems;
const isLoaded = (state: FleetState) => state.generation > 0;

export function ContentPage() {
  const { fleet } = useDesk();
  const releases = useStore(fleet, releasesOf);
  const totems = useStore(fleet, totemsOf);
  const loaded = useStore(fleet, isLoaded);
  const [assigning, setAssigning] = useState<ContentRelease | null>(null);
  return (
    <Page title="Content" lead="Every release that editors published, newest first.">
      {loaded ? null : <p class="quiet">Fetching the releases…</p>}
      {loaded && releases.length === 0 ? <NoReleases /> : null}
      <ol class="releases">
        {releases.map((release, index) => (
          <li key={release.release}>
            <ReleaseCard
              release={release}
              totems={totems}
              newest={index === 0}
              onAssign={() => setAssigning(release)}
            />
          </li>
        ))}
      </ol>
      {assigning ? <AssignDialog release={assigning} onClose={() => setAssigning(null)} /> : null}
    </Page>
  );
}

function NoReleases() {
  return (
    <Empty icon="it-files" title="No content yet">
      <p>An editor publishes a folder of content from the command line:</p>
      <p>
        <code>totem content push FOLDER --group all</code>
      </p>
    </Empty>
  );
}
