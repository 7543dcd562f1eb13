import { useEffect, useState } from 'preact/hooks';
import type { StoredEvent } from '../../../../../protocol/api.ts';
import { adviceOn } from '../../api/advice.ts';
import { Alert } from '../../parts/alert.tsx';
import { Card } from '../../parts/card.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Ago } from '../../parts/time.tsx';
import { useDesk } from '../../state/context.ts';
import type { FleetState } from '../../state/fleet.ts';
import { useStore } from '../../state/store.ts';
import { describeEvent } from '../../text/events.ts';

const fetchedEvents = 200;
const shownEvents = 30;
const heardOf = (state: FleetState) => state.events;
const generationOf = (state: FleetState) => state.generation;

/** What happened on the totem, newest first: what the hub had, and what arrives while the page is open. */
export function EventsCard({ id }: { id: string }) {
  const { events, problem } = useEvents(id);
  const [withPlays, setWithPlays] = useState(false);
  const [limit, setLimit] = useState(shownEvents);
  const wanted = withPlays ? events : events.filter(({ event }) => event.kind !== 'playlist.played');
  return (
    <Card
      title="Events"
      side={
        <label class="tick">
          <input
            type="checkbox"
            checked={withPlays}
            onChange={(event) => setWithPlays(event.currentTarget.checked)}
          />
          With each playlist item
        </label>
      }
    >
      {problem ? <Alert>{problem}</Alert> : null}
      {wanted.length === 0 && !problem ? <p class="quiet">Nothing has happened yet.</p> : null}
      <ol class="timeline">
        {wanted.slice(0, limit).map((stored) => (
          <EventRow key={stored.id} stored={stored} />
        ))}
      </ol>
      {wanted.length > limit ? (
        <button
          type="button"
          class="btn btn-outline-primary btn-sm"
          onClick={() => setLimit(limit + shownEvents)}
        >
          Show older events
        </button>
      ) : null}
    </Card>
  );
}

function EventRow({ stored }: { stored: StoredEvent }) {
  const { title, detail, icon, tone } = describeEvent(stored);
  return (
    <li class={`timeline-row timeline-${tone}`}>
      <span class="timeline-icon">
        <Icon name={icon} />
      </span>
      <div class="timeline-text">
        <p class="timeline-title">{title}</p>
        <p class="timeline-detail">{detail}</p>
      </div>
      <span class="timeline-time">
        <Ago at={stored.event.at} />
      </span>
    </li>
  );
}

function useEvents(id: string): { events: readonly StoredEvent[]; problem: string | null } {
  const { api, fleet } = useDesk();
  const heard = useStore(fleet, heardOf);
  const generation = useStore(fleet, generationOf);
  const [fetched, setFetched] = useState<readonly StoredEvent[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    void api.events(id, fetchedEvents).then((answer) => {
      if (!current) return;
      setProblem(answer.ok ? null : adviceOn(answer.error));
      if (answer.ok) setFetched(answer.value);
    });
    return () => {
      current = false;
    };
  }, [api, id, generation]);
  return { events: merged(fetched, heard, id), problem };
}

function merged(fetched: readonly StoredEvent[], heard: readonly StoredEvent[], id: string): StoredEvent[] {
  const byId = new Map<number, StoredEvent>();
  for (const stored of [...fetched, ...heard]) if (stored.totem === id) byId.set(stored.id, stored);
  return [...byId.values()].sort((one, other) => other.id - one.id);
}
