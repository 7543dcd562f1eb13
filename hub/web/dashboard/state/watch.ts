import type { Api } from '../api/client.ts';
import { startStream } from '../api/stream.ts';
import { applyChanges, applyLists, type FleetChange, type FleetState } from './fleet.ts';
import type { Store } from './store.ts';

/** Heartbeats of a large fleet come hundreds a second; the page draws at most this often. */
const flushMilliseconds = 100;
const retryMilliseconds = 5_000;

export interface WatchOptions {
  api: Api;
  fleet: Store<FleetState>;
}

/** Keeps the store like the hub: whole lists at every connect, changes from the stream in between. */
export function watchFleet({ api, fleet }: WatchOptions): { stop(): void } {
  let stopped = false;
  let pending: FleetChange[] = [];
  let fetching: FleetChange[] | null = null;
  let flushTimer: ReturnType<typeof setTimeout> | undefined;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;

  function hear(change: FleetChange): void {
    pending.push(change);
    fetching?.push(change);
    flushTimer ??= setTimeout(flush, flushMilliseconds);
  }

  function flush(): void {
    clearTimeout(flushTimer);
    flushTimer = undefined;
    const changes = pending;
    pending = [];
    if (changes.length > 0) fleet.set((state) => applyChanges(state, changes));
  }

  async function fetchLists(): Promise<void> {
    clearTimeout(retryTimer);
    const during: FleetChange[] = [];
    fetching = during;
    const [totems, releases, sites, firmware, rollouts] = await Promise.all([
      api.totems(),
      api.releases(),
      api.sites(),
      api.firmware(),
      api.rollouts(),
    ]);
    if (stopped || fetching !== during) return;
    fetching = null;
    if (totems.ok && releases.ok && sites.ok && firmware.ok && rollouts.ok) {
      flush();
      const lists = {
        totems: totems.value,
        releases: releases.value,
        sites: sites.value,
        firmware: firmware.value,
        rollouts: rollouts.value,
      };
      fleet.set((state) => applyLists(state, lists, during));
      return;
    }
    interrupted();
    retryTimer = setTimeout(() => void fetchLists(), retryMilliseconds);
  }

  function interrupted(): void {
    fleet.set((state) => ({ ...state, connection: 'interrupted' }));
  }

  const stream = startStream({
    address: api.streamAddress,
    handlers: {
      totem: (totem) => hear({ kind: 'totem', totem }),
      removed: ({ id }) => hear({ kind: 'removed', id }),
      event: (event) => hear({ kind: 'event', event }),
      release: (release) => hear({ kind: 'release', release }),
      firmware: (firmware) => hear({ kind: 'firmware', firmware }),
      rollout: (rollout) => hear({ kind: 'rollout', rollout }),
    },
    onOpen: () => void fetchLists(),
    onInterrupted: () => {
      interrupted();
      // A browser does not say why a stream ended; if it was the session, this request tells the page.
      void api.session();
    },
  });

  return {
    stop() {
      stopped = true;
      stream.stop();
      clearTimeout(flushTimer);
      clearTimeout(retryTimer);
    },
  };
}
