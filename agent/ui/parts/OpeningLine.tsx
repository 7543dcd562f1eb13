import type { OpeningSchedule } from '../../../protocol/opening/index.ts';
import { useOpening, useOpeningWords } from './opening.ts';

/** Minutes before closing from which it is a matter of hurry. */
const soon = 30 * 60_000;

/** "Open now, closes at 12:30", with a mark whose shape says the same as its colour. */
export function OpeningLine({ opening }: { opening: OpeningSchedule }) {
  const { state, now } = useOpening(opening);
  const words = useOpeningWords();
  const kind =
    state.state === 'closed'
      ? 'closed'
      : state.closes && state.closes.instant - now <= soon
        ? 'soon'
        : 'open';
  return (
    <span class={`opening opening-${kind}`}>
      <span class="opening-mark" aria-hidden="true" />
      <span>{words.state(state, now)}</span>
    </span>
  );
}
