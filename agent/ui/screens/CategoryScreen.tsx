import type { Category } from '../../../protocol/content/compiled.ts';
import { cardsIn } from '../content.ts';
import { CardList } from '../parts/CardList.tsx';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { iconNamed } from '../parts/icons.ts';
import { Said } from '../parts/Said.tsx';
import { toneOf } from '../parts/tone.ts';

/** The services of one theme. */
export function CategoryScreen({ category }: { category: Category }) {
  const { content, words } = useScreen();
  const cards = cardsIn(content, category.id);
  return (
    <div class={`category ${toneOf(content, category.id)}`}>
      <header class="hero">
        <p class="kicker">
          <span class="badge">
            <Icon name={iconNamed(category.icon)} />
          </span>
          {words('category.services', { count: cards.length })}
        </p>
        <h1 tabIndex={-1}>
          <Said texts={category.title} />
        </h1>
        <p class="lead">
          <Said texts={category.summary} />
        </p>
      </header>
      {cards.length === 0 ? <p class="notice">{words('category.empty')}</p> : <CardList cards={cards} />}
    </div>
  );
}
