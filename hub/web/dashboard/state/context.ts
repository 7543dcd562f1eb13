import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Api } from '../api/client.ts';
import { emptyFleet, type FleetState } from './fleet.ts';
import { createStore, type Store } from './store.ts';

/** What every page is given. */
export interface Desk {
  api: Api;
  fleet: Store<FleetState>;
  /** Tells the admin, on the screen and to assistive technology, how something ended. */
  tell(kind: 'done' | 'problem', text: string): void;
  /** Fetches sites again after one was added: the stream does not carry them. */
  refreshSites(): Promise<void>;
}

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('a page was drawn outside the desk');
  return desk;
}

export function createFleetStore(): Store<FleetState> {
  return createStore(emptyFleet);
}

export const NowContext = createContext(0);

/** Milliseconds since 1970, renewed often enough for "5 minutes ago" to stay true. */
export function useNow(): number {
  return useContext(NowContext);
}

export function useTicking(milliseconds: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), milliseconds);
    return () => clearInterval(timer);
  }, [milliseconds]);
  return now;
}
