import type { Words } from '../languages/index.ts';
import { useScreen } from '../parts/context.ts';
import type { CallView } from './types.ts';

/** How long it may take, as a range of minutes in words. */
export function waitInWords(wait: CallView['wait'], words: Words): string {
  if (wait === null) return words('call.waitUnknown');
  const { from, to } = wait;
  if (to <= 1) return words('call.waitShort');
  if (from === 0) return words('call.waitAtMost', { count: to });
  if (from === to) return words('call.waitAbout', { count: to });
  return words('call.waitRange', { from, count: to });
}

export function useWait(view: CallView | null): string {
  const { words } = useScreen();
  return waitInWords(view?.wait ?? null, words);
}
