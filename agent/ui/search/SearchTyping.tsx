import { useEffect } from 'preact/hooks';
import { maximumSearchCharacters } from '../../../protocol/search.ts';
import { Field, Keyboard } from '../keyboard/index.ts';
import { useScreen } from '../parts/context.ts';
import { useSearch } from './use.ts';

/** The field and the keys, in the lowest part of the screen. */
export function SearchTyping() {
  const { session, words } = useScreen();
  const search = useSearch();
  const { language } = session;
  // Says the language before the first letter, and searches again in another one.
  useEffect(() => search.type(search.text(), language), [search, language]);
  const type = (text: string) => search.type(text, language);
  return (
    <search class="typing" aria-label={words('search.title')}>
      <Field
        value={search.text()}
        onChange={type}
        label={words('search.field')}
        placeholder={words('search.field')}
        limit={maximumSearchCharacters}
      />
      <Keyboard value={search.text()} onChange={type} limit={maximumSearchCharacters} />
    </search>
  );
}
