import { useScreen } from '../parts/context.ts';
import { languageOf } from './aloud.ts';
import { Source } from './Source.tsx';
import type { Exchange } from './talk.ts';

/** What was asked and said before, the newest first. */
export function Before({ exchanges }: { exchanges: readonly Exchange[] }) {
  const { words } = useScreen();
  const told = exchanges.filter(({ reply }) => typeof reply === 'object');
  if (told.length === 0) return null;
  return (
    <section class="before" aria-labelledby="assistant-before">
      <h2 id="assistant-before">{words('assistant.before')}</h2>
      <ol reversed>
        {told.toReversed().map((exchange) => (
          <li key={exchange.number}>
            <Told exchange={exchange} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Told({ exchange: { question, language, reply } }: { exchange: Exchange }) {
  const { dictionary } = useScreen();
  if (typeof reply !== 'object') return null;
  return (
    <>
      <p class="asked">
        <bdi>{question}</bdi>
      </p>
      <p class="told" {...dictionary.writtenIn(languageOf(reply, language))}>
        {reply.text}
      </p>
      {reply.kind === 'answer' && <Source reply={reply} />}
    </>
  );
}
