import type { Card } from '../../../protocol/content/compiled.ts';
import { spoken } from '../content.ts';
import { useScreen } from './context.ts';
import { Icon } from './Icon.tsx';

/** Services to choose from, each with its title and summary. */
export function CardList({ cards }: { cards: readonly Card[] }) {
  const { content, session, open } = useScreen();
  return (
    <ul class="rows">
      {cards.map((card) => {
        const version = spoken(card.versions, session.language, content);
        if (!version) return null;
        return (
          <li key={card.id}>
            <button type="button" class="row" onClick={() => open({ kind: 'card', id: card.id })}>
              <span class="row-words" lang={version.language}>
                <span class="row-title">{version.value.title}</span>
                <span class="row-summary">{version.value.summary}</span>
              </span>
              <span class="row-go">
                <Icon name="forward" />
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
