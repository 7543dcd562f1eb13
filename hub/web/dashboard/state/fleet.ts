import type { ContentRelease, Site, StoredEvent, Totem } from '../../../../protocol/api.ts';
import { type Sample, withSample } from './samples.ts';

/** What the page knows of the fleet; replaced, never changed in place. */
export interface FleetState {
  connection: 'connecting' | 'live' | 'interrupted';
  /** Counts the fetches of the whole fleet: whoever keeps lists of their own fetches again when it grows. */
  generation: number;
  totems: ReadonlyMap<string, Totem>;
  releases: readonly ContentRelease[];
  sites: readonly Site[];
  /** Events that arrived while the page is open, newest first. */
  events: readonly StoredEvent[];
  samples: ReadonlyMap<string, readonly Sample[]>;
}

export const emptyFleet: FleetState = {
  connection: 'connecting',
  generation: 0,
  totems: new Map(),
  releases: [],
  sites: [],
  events: [],
  samples: new Map(),
};

const keptEvents = 500;

export type FleetChange =
  | { kind: 'totem'; totem: Totem }
  | { kind: 'removed'; id: string }
  | { kind: 'event'; event: StoredEvent }
  | { kind: 'release'; release: ContentRelease };

/** Applies what arrived since the last time, in order. */
export function applyChanges(state: FleetState, changes: readonly FleetChange[]): FleetState {
  const totems = new Map(state.totems);
  const samples = new Map(state.samples);
  let { releases } = state;
  const events: StoredEvent[] = [];
  for (const change of changes) {
    switch (change.kind) {
      case 'totem':
        put(totems, samples, change.totem);
        break;
      case 'removed':
        totems.delete(change.id);
        samples.delete(change.id);
        break;
      case 'event':
        events.unshift(change.event);
        break;
      case 'release':
        releases = newestFirst([
          change.release,
          ...releases.filter((release) => release.release !== change.release.release),
        ]);
        break;
    }
  }
  return { ...state, totems, samples, releases, events: [...events, ...state.events].slice(0, keptEvents) };
}

/** Replaces the lists by what was fetched; `during` are the changes that arrived while it was on its way. */
export function applyLists(
  state: FleetState,
  lists: { totems: readonly Totem[]; releases: readonly ContentRelease[]; sites: readonly Site[] },
  during: readonly FleetChange[],
): FleetState {
  const totems = new Map<string, Totem>();
  const samples = new Map(state.samples);
  for (const totem of lists.totems) put(totems, samples, totem);
  const fetched: FleetState = {
    ...state,
    connection: 'live',
    generation: state.generation + 1,
    totems,
    samples,
    releases: newestFirst(lists.releases),
    sites: lists.sites,
  };
  const heardAlready = during.filter((change) => change.kind !== 'event');
  return applyChanges(fetched, heardAlready);
}

function put(totems: Map<string, Totem>, samples: Map<string, readonly Sample[]>, totem: Totem): void {
  if (totem.revoked) {
    totems.delete(totem.id);
    return;
  }
  totems.set(totem.id, totem);
  if (totem.health) samples.set(totem.id, withSample(samples.get(totem.id) ?? [], totem.health));
}

function newestFirst(releases: readonly ContentRelease[]): readonly ContentRelease[] {
  return [...releases].sort((one, other) => other.published.localeCompare(one.published));
}
