import type { ContentRelease, Site, StoredEvent, Totem } from '../../../../protocol/api.ts';
import type { Firmware } from '../../../../protocol/firmware-library.ts';
import type { Rollout } from '../../../../protocol/rollouts.ts';
import { type Sample, withSample } from './samples.ts';

/** What the page knows of the fleet; replaced, never changed in place. */
export interface FleetState {
  connection: 'connecting' | 'live' | 'interrupted';
  /** Counts the fetches of the whole fleet: whoever keeps lists of their own fetches again when it grows. */
  generation: number;
  totems: ReadonlyMap<string, Totem>;
  releases: readonly ContentRelease[];
  sites: readonly Site[];
  /** Newest first. */
  firmware: readonly Firmware[];
  /** Newest first. */
  rollouts: readonly Rollout[];
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
  firmware: [],
  rollouts: [],
  events: [],
  samples: new Map(),
};

const keptEvents = 500;

export type FleetChange =
  | { kind: 'totem'; totem: Totem }
  | { kind: 'removed'; id: string }
  | { kind: 'event'; event: StoredEvent }
  | { kind: 'release'; release: ContentRelease }
  | { kind: 'firmware'; firmware: Firmware }
  | { kind: 'rollout'; rollout: Rollout };

/** Whole lists, as they are fetched at every connect. */
export interface FleetLists {
  totems: readonly Totem[];
  releases: readonly ContentRelease[];
  sites: readonly Site[];
  firmware: readonly Firmware[];
  rollouts: readonly Rollout[];
}

/** Applies what arrived since the last time, in order. */
export function applyChanges(state: FleetState, changes: readonly FleetChange[]): FleetState {
  const totems = new Map(state.totems);
  const samples = new Map(state.samples);
  let { releases, firmware, rollouts } = state;
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
      case 'firmware':
        firmware = newestAdded([
          change.firmware,
          ...firmware.filter(({ sha256 }) => sha256 !== change.firmware.sha256),
        ]);
        break;
      case 'rollout':
        rollouts = newestMade([change.rollout, ...rollouts.filter(({ id }) => id !== change.rollout.id)]);
        break;
    }
  }
  return {
    ...state,
    totems,
    samples,
    releases,
    firmware,
    rollouts,
    events: [...events, ...state.events].slice(0, keptEvents),
  };
}

/** Replaces the lists by what was fetched; `during` are the changes that arrived while it was on its way. */
export function applyLists(state: FleetState, lists: FleetLists, during: readonly FleetChange[]): FleetState {
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
    firmware: newestAdded(lists.firmware),
    rollouts: newestMade(lists.rollouts),
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

function newestAdded(firmware: readonly Firmware[]): readonly Firmware[] {
  return [...firmware].sort((one, other) => other.added.localeCompare(one.added));
}

function newestMade(rollouts: readonly Rollout[]): readonly Rollout[] {
  return [...rollouts].sort((one, other) => other.id - one.id);
}

function newestFirst(releases: readonly ContentRelease[]): readonly ContentRelease[] {
  return [...releases].sort((one, other) => other.published.localeCompare(one.published));
}
