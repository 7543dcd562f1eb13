import { textOf } from '../content.ts';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { iconNamed } from '../parts/icons.ts';
import { toneOf } from '../parts/tone.ts';

/** The themes to choose from. */
export function Home() {
  const { content, session, open, words } = useScreen();
  return (
    <div class="home">
      <div class="greeting">
        <h1 tabIndex={-1}>{words('home.question')}</h1>
        <p class="lead">{words('home.hint')}</p>
      </div>
      <ul class="tiles">
        {content.categories.map((category) => (
          <li key={category.id}>
            <button
              type="button"
              class={`tile ${toneOf(content, category.id)}`}
              onClick={() => open({ kind: 'category', id: category.id })}
            >
              <span class="badge">
                <Icon name={iconNamed(category.icon)} />
              </span>
              <span class="tile-words">
                <span class="tile-title">{textOf(category.title, session.language, content)}</span>
                <span class="tile-summary">{textOf(category.summary, session.language, content)}</span>
              </span>
              <span class="tile-go">
                <Icon name="forward" />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
