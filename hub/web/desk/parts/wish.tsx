import type { CallWish } from '../../../../protocol/calls/wish.ts';
import { Chip } from '../../dashboard/shared.ts';
import { languageName, modeNames } from '../text/names.ts';

/** How somebody would like to talk. */
export function WishChips({ wish }: { wish: CallWish }) {
  return (
    <span class="tags">
      <Chip tone="info">{languageName(wish.language)}</Chip>
      <Chip>{modeNames[wish.mode]}</Chip>
      {wish.signLanguage ? <Chip tone="warning">Sign language</Chip> : null}
      {wish.mode === 'video' && !wish.seen ? <Chip>Not seen</Chip> : null}
    </span>
  );
}
