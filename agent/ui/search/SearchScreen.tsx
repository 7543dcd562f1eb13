import type { SearchKind, SearchResult } from '../../../protocol/search.ts';
import { Avatar } from '../avatar/index.ts';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import type { IconName } from '../parts/icons.ts';
import type { Place } from '../session.ts';
import { useSearch } from './use.ts';

const icons: Record<SearchKind, IconName> = {
  card: 'document',
  office: 'office',
  news: 'info',
  event: 'calendar',
};
const tones: Record<SearchKind, string> = {
  card: 'tone-blue',
  office: 'tone-teal',
  news: 'tone-ochre',
  event: 'tone-purple',
};

/** What was found for the text in the field below, growing with every letter. */
export function SearchScreen() {
  const { words, connected } = useScreen();
  const search = useSearch();
  const results = search.results();
  return (
    <div class="search">
      <div class="search-head">
        <h1 tabIndex={-1}>{words('search.title')}</h1>
        <p class="lead" role="status">
          {told()}
        </p>
      </div>
      {results !== null && results.length > 0 && (
        <ul class="results">
          {results.map((result) => (
            <li key={`${result.kind}/${result.id}`}>
              <Result result={result} />
            </li>
          ))}
        </ul>
      )}
      {results !== null && <AskInstead text={search.text()} alone={results.length === 0} />}
    </div>
  );

  function told(): string {
    if (!connected) return words('search.waiting');
    if (results === null) return words('search.hint');
    if (results.length === 0) return `${words('search.nothing')}. ${words('search.nothingHow')}`;
    return words('search.results', { count: results.length });
  }
}

function Result({ result }: { result: SearchResult }) {
  const { words, open, dictionary } = useScreen();
  const { kind, title, language, marks } = result;
  return (
    <button type="button" class={`result ${tones[kind]}`} onClick={() => open(placeOf(result))}>
      <span class="badge">
        <Icon name={icons[kind]} />
      </span>
      <span class="result-words">
        <span class="result-kind">{words(`search.kinds.${kind}`)}</span>
        <span class="result-title" {...dictionary.writtenIn(language)}>
          {piecesOf(title, marks).map(({ text, marked }, index) =>
            marked ? <mark key={index}>{text}</mark> : text,
          )}
        </span>
      </span>
      <span class="row-go">
        <Icon name="forward" />
      </span>
    </button>
  );
}

/** The way on for whoever did not find it here. */
function AskInstead({ text, alone }: { text: string; alone: boolean }) {
  const { words, open } = useScreen();
  return (
    <button
      type="button"
      class={`ask-instead${alone ? ' ask-alone' : ''}`}
      onClick={() => open({ kind: 'assistant', question: text.trim() })}
    >
      <span class="ask-figure">
        <Avatar still />
      </span>
      <span class="result-words">
        <span class="result-title">{words('search.ask')}</span>
        <bdi class="result-quote">“{text.trim()}”</bdi>
      </span>
      <span class="row-go">
        <Icon name="forward" />
      </span>
    </button>
  );
}

function placeOf({ kind, id }: SearchResult): Place {
  return { kind, id };
}

/** A title cut where what was typed begins and ends. */
function piecesOf(title: string, marks: SearchResult['marks']): { text: string; marked: boolean }[] {
  const pieces: { text: string; marked: boolean }[] = [];
  let at = 0;
  for (const { from, to } of marks) {
    if (from < at) continue;
    pieces.push(
      { text: title.slice(at, from), marked: false },
      { text: title.slice(from, to), marked: true },
    );
    at = to;
  }
  pieces.push({ text: title.slice(at), marked: false });
  return pieces.filter(({ text }) => text !== '');
}
