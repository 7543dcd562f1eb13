import type { Card, CardVersion, CompiledContent } from '../../../protocol/content/compiled.ts';
import { categoryOf, spoken } from '../content.ts';
import { BorrowedMark } from './Borrowed.tsx';
import { useScreen } from './context.ts';
import { Icon } from './Icon.tsx';
import { iconNamed } from './icons.ts';

/** Name of the picture that stands for a card: its own, or that of its theme. */
function pictureOf(card: Card, version: CardVersion, content: CompiledContent): string {
  return version.simple[0]?.icon ?? categoryOf(content, card.category)?.icon ?? '';
}

/** Services to choose from, each with its title and summary. */
export function CardList({ cards }: { cards: readonly Card[] }) {
  const { content, session, open, dictionary } = useScreen();
  return (
    <ul class="rows">
      {cards.map((card) => {
        const version = spoken(card.versions, session.language, content);
        if (!version) return null;
        const written = dictionary.writtenIn(version.language);
        return (
          <li key={card.id}>
            <button type="button" class="row" onClick={() => open({ kind: 'card', id: card.id })}>
              {session.profiles.simple && (
                <span class="badge">
                  <Icon name={iconNamed(pictureOf(card, version.value, content))} />
                </span>
              )}
              <span class="row-words">
                <span class="row-title" {...written}>
                  {version.value.title}
                </span>
                <span class="row-summary" {...written}>
                  {version.value.summary}
                </span>
                <BorrowedMark version={version} />
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
