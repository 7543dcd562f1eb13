import type { Dictionary } from '../languages/index.ts';
import { Icon } from '../parts/Icon.tsx';

const languages = ['it', 'en'];

/** A totem without content: calm words for citizens, its state for whoever came to look after it. */
export function Empty({
  dictionary,
  connected,
  online,
}: {
  dictionary: Dictionary;
  /** Whether the local agent answers, and whether it reaches its hub. */
  connected: boolean;
  online: boolean;
}) {
  return (
    <main class="empty">
      <div class="empty-mark">
        <Icon name="clock" />
      </div>
      {languages.map((language, index) => {
        const words = dictionary.in(language);
        const Title = index === 0 ? 'h1' : 'h2';
        return (
          <div {...dictionary.writtenIn(language)} key={language} class="empty-words">
            <Title>{words('empty.title')}</Title>
            <p>{words('empty.text')}</p>
            <div role="status">
              <ul class="states">
                <li class={connected ? 'state-good' : 'state-waiting'}>
                  {words('empty.agent')}: {words(connected ? 'empty.works' : 'empty.waits')}
                </li>
                <li class={online ? 'state-good' : 'state-waiting'}>
                  {words('empty.hub')}: {words(online ? 'empty.online' : 'empty.offline')}
                </li>
              </ul>
            </div>
          </div>
        );
      })}
    </main>
  );
}
