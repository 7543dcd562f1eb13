import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { DeskCatalogue } from '../../../../protocol/calls/catalogue.ts';
import { useStore } from '../../dashboard/shared.ts';
import type { Api } from '../api.ts';
import type { DeskState } from './desk.ts';
import type { Media } from './media.ts';
import type { DeskSession } from './session.ts';

/** What every part of the desk is given. */
export interface DeskParts {
  api: Api;
  session: DeskSession;
  media: Media;
  catalogue: DeskCatalogue;
  tell(kind: 'done' | 'problem', text: string): void;
}

export const PartsContext = createContext<DeskParts | null>(null);

export function useParts(): DeskParts {
  const parts = useContext(PartsContext);
  if (!parts) throw new Error('a part was drawn outside the desk');
  return parts;
}

export function useDeskState<Part>(select: (state: DeskState) => Part): Part {
  return useStore(useParts().session.store, select);
}

/** Draws again whenever a device came, went, or was switched on or off. */
export function useMedia(): Media {
  const { media } = useParts();
  const [, setTurn] = useState(0);
  useEffect(() => media.onChange(() => setTurn((turn) => turn + 1)), [media]);
  return media;
}

/** Milliseconds since 1970, renewed so often. */
export function useNow(milliseconds = 1_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), milliseconds);
    return () => clearInterval(timer);
  }, [milliseconds]);
  return now;
}
