import { useEffect, useState } from 'preact/hooks';
import { maximumSearchCharacters } from '../../../protocol/search.ts';
import { Field, Keyboard } from '../keyboard/index.ts';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { useSearch } from './use.ts';

/** The field and the keys, in the lowest part of the screen. */
export function SearchTyping() {
  const { session, words } = useScreen();
  const search = useSearch();
  const { language } = session;
  // Where only the lowest band can be touched, it holds either the keys or what was found.
  const [away, setAway] = useState(false);
  const { low } = session.profiles;
  const results = search.results();
  useEffect(() => {
    if (results === null) setAway(false);
  }, [results === null]);
  // Says the language before the first letter, and searches again in another one.
  useEffect(() => search.type(search.text(), language), [search, language]);
  const type = (text: string) => search.type(text, language);
  const field = (
    <Field
      value={search.text()}
      onChange={type}
      label={words('search.field')}
      placeholder={words('search.field')}
      limit={maximumSearchCharacters}
    />
  );
  return (
    <search class="typing" aria-label={words('search.title')}>
      {low ? (
        <div class="typing-row-low">
          {field}
          <button
            type="button"
            class="typing-switch"
            disabled={results === null}
            onClick={() => setAway(!away)}
          >
            <Icon name={away ? 'letters' : 'search'} />
            <span>{words(away ? 'search.toKeys' : 'search.toResults')}</span>
          </button>
        </div>
      ) : (
        field
      )}
      {!(low && away) && <Keyboard value={search.text()} onChange={type} limit={maximumSearchCharacters} />}
    </search>
  );
}
