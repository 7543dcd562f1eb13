import { useLayoutEffect, useState } from 'preact/hooks';
import { type PublicPlace, publicLink } from '../../../protocol/public-link.ts';
import { useScreen } from '../parts/context.ts';
import type { TakeAwayClient } from './client.ts';

/** What can be taken away, drawn again at every change of it. */
export function useTakeAway(): TakeAwayClient {
  const { takeAway } = useScreen();
  const [, redraw] = useState(0);
  useLayoutEffect(() => takeAway.subscribe(() => redraw((count) => count + 1)), [takeAway]);
  return takeAway;
}

/** The address that a phone opens for a page, in the language of the session; `null` where there is none. */
export function useLink(page: PublicPlace, otherwise: string | null): string | null {
  const { session } = useScreen();
  const { url, group } = useTakeAway().services();
  return url === null ? otherwise : publicLink({ url, group }, session.language, page);
}
