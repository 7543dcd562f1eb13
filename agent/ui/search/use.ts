import { useLayoutEffect, useState } from 'preact/hooks';
import { useScreen } from '../parts/context.ts';
import type { SearchClient } from './client.ts';

/** The search of the citizen’s session, drawn again at every change of it. */
export function useSearch(): SearchClient {
  const { search } = useScreen();
  const [, redraw] = useState(0);
  useLayoutEffect(() => search.subscribe(() => redraw((count) => count + 1)), [search]);
  return search;
}
