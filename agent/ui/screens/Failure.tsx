import type { Dictionary } from '../languages/index.ts';
import { Icon } from '../parts/Icon.tsx';

const languages = ['it', 'en'];

/** Shown when a screen could not be drawn, until the page is loaded again. */
export function Failure({ dictionary }: { dictionary: Dictionary }) {
  return (
    <main class="empty">
      <div class="empty-mark">
        <Icon name="info" />
      </div>
      {languages.map((language, index) => {
        const words = dictionary.in(language);
        const Title = index === 0 ? 'h1' : 'h2';
        return (
          <div {...dictionary.writtenIn(language)} key={language} class="empty-words">
            <Title>{words('failure.title')}</Title>
            <p>{words('failure.text')}</p>
          </div>
        );
      })}
    </main>
  );
}
