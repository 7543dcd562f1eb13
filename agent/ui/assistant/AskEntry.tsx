import { Avatar } from '../avatar/index.ts';
import { useScreen } from '../parts/context.ts';

/** The way to the assistant from the home screen, with its face. */
export function AskEntry() {
  const { open, words } = useScreen();
  return (
    <button type="button" class="entry entry-ask" onClick={() => open({ kind: 'assistant', question: null })}>
      <span class="entry-figure">
        <Avatar still />
      </span>
      <span class="entry-words">
        <span class="entry-name">{words('home.ask')}</span>
        <span class="entry-hint">{words('home.askHint')}</span>
      </span>
    </button>
  );
}
