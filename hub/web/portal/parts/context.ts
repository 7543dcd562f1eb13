import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Portal } from '../portal.ts';
import type { State } from '../state.ts';
import type { Words } from '../words.ts';

/** What every part of the element shows and does. */
export interface Shown {
  state: State;
  portal: Portal;
  words: Words;
  /** Whether the offices stand on the page itself. */
  directory: boolean;
  /** Office that the page's editor named. */
  office: string | null;
}

export const ShownContext = createContext<Shown | null>(null);

export function useShown(): Shown {
  const shown = useContext(ShownContext);
  if (!shown) throw new Error('a part stands outside of the element');
  return shown;
}
