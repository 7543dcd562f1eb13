import { useState } from 'preact/hooks';
import { Empty } from '../../parts/empty.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Page } from '../../parts/page.tsx';
import { useDesk } from '../../state/context.ts';
import type { FleetState } from '../../state/fleet.ts';
import { useStore } from '../../state/store.ts';
import { EnrolDialog } from './enrol.tsx';
import { readFilter } from './filter.ts';
import { FilterBar } from './filter-bar.tsx';
import { Summary } from './summary.tsx';
import { FleetTable } from './table.tsx';

const totemsOf = (state: FleetState) => state.totems;
const isLoaded = (state: FleetState) => state.generation > 0;

export function FleetPage({ query }: { query: URLSearchParams }) {
  const { fleet } = useDesk();
  const totems = useStore(fleet, totemsOf);
  const loaded = useStore(fleet, isLoaded);
  const [enrolling, setEnrolling] = useState(false);
  const filter = readFilter(query);
  const list = [...totems.values()];
  return (
    <Page
      title="Fleet"
      lead="Every totem, as it is now."
      actions={
        <button type="button" class="btn btn-primary btn-icon" onClick={() => setEnrolling(true)}>
          <Icon name="it-plus" /> Enrol a totem
        </button>
      }
    >
      {loaded && list.length === 0 ? (
        <NoTotems onEnrol={() => setEnrolling(true)} />
      ) : (
        <>
          <Summary totems={list} />
          <FilterBar totems={list} filter={filter} />
          <FleetTable totems={list} filter={filter} loaded={loaded} />
        </>
      )}
      {enrolling ? <EnrolDialog onClose={() => setEnrolling(false)} /> : null}
    </Page>
  );
}

function NoTotems({ onEnrol }: { onEnrol(): void }) {
  return (
    <Empty icon="it-presentation" title="No totem yet">
      <ol class="steps">
        <li>Make an enrolment token here. It is good for one totem.</li>
        <li>
          On the totem, run <code>totem-agent enrol</code> with the token.
        </li>
        <li>Start the agent. The totem appears on this page by itself.</li>
      </ol>
      <button type="button" class="btn btn-primary" onClick={onEnrol}>
        Enrol the first totem
      </button>
    </Empty>
  );
}
