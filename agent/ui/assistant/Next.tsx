import type { AnswerReply, AskOption } from '../../../protocol/assistant.ts';
import { Helped } from '../feedback/index.ts';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import type { IconName } from '../parts/icons.ts';
import { placeOfAnswer, TakeAway } from '../takeaway/index.ts';
import { Person } from './Person.tsx';
import { Source } from './Source.tsx';
import { latest, type Talk } from './talk.ts';
import { useAssistant, useSpeech } from './use.ts';

/** What the citizen may do with what was said: choose, hear it again, ask something else, turn to a person. */
export function Next({ talk }: { talk: Talk }) {
  const { session } = useScreen();
  const current = latest(talk);
  const reply = current?.reply;
  const place = typeof reply === 'object' && reply.kind === 'answer' ? placeOfAnswer(reply) : null;
  if (current === undefined) return <Suggestions talk={talk} />;
  if (reply === 'waiting') return null;
  if (reply === 'lost' || reply === undefined) return <Again talk={talk} />;
  switch (reply.kind) {
    case 'answer':
      return (
        <>
          {session.profiles.low && (
            <div class="next">
              <Source reply={reply} />
            </div>
          )}
          <Listen talk={talk} />
          {reply.alternatives.length > 0 && <Alternatives options={reply.alternatives} />}
          {reply.card !== null && <More told={reply} />}
          {place && (
            <div class="next">
              <TakeAway place={place} small />
            </div>
          )}
          {reply.card !== null && (
            <div class="next">
              <Helped key={current.number} card={reply.card} />
            </div>
          )}
        </>
      );
    case 'choice':
      return <Options options={reply.options} label={reply.text} kind="few" />;
    case 'flow':
      return (
        <Options
          options={reply.options}
          label={reply.text}
          kind={reply.options.length > 4 ? 'many' : 'few'}
        />
      );
    case 'rephrase':
      return <Suggestions talk={talk} />;
    case 'unknown':
      return <Person />;
    case 'written':
      return (
        <>
          <Listen talk={talk} />
          {reply.offerPerson ? <Person /> : reply.which !== 'emergency' && <Suggestions talk={talk} />}
        </>
      );
  }
}

/** Parts of a card that are asked for by a question of the page's own words, which the assistant understands. */
const parts = ['needed', 'costs', 'times', 'where', 'how'] as const;
const pictograms: Record<(typeof parts)[number], IconName> = {
  needed: 'document',
  costs: 'euro',
  times: 'clock',
  where: 'place',
  how: 'touch',
};

/** Questions to begin with. */
function Suggestions({ talk }: { talk: Talk }) {
  const { words, session } = useScreen();
  const assistant = useAssistant();
  const { suggestions } = talk;
  if (!suggestions || suggestions.questions.length === 0) return null;
  return (
    <section class="next" aria-labelledby="assistant-suggestions">
      <h2 id="assistant-suggestions">{words('assistant.suggestions')}</h2>
      <ul class="asks">
        {suggestions.questions.slice(0, 6).map((question) => (
          <li key={question}>
            <button type="button" class="ask" onClick={() => assistant.ask(question, session.language)}>
              <Icon name="speak" />
              <bdi>{question}</bdi>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Things to touch instead of typing: two or three that were meant, or the values of a slot. */
function Options({
  options,
  label,
  kind,
}: {
  options: readonly AskOption[];
  label: string;
  kind: 'few' | 'many';
}) {
  const { session } = useScreen();
  const assistant = useAssistant();
  return (
    <section class="next" aria-label={label}>
      <ul class={`options options-${kind}`}>
        {options.map((option) => (
          <li key={option.id}>
            <button type="button" class="option" onClick={() => assistant.choose(option, session.language)}>
              <span>{option.label}</span>
              {kind === 'few' && <Icon name="forward" />}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Other parts of the card that was spoken of: the subject stays. */
function More({ told }: { told: AnswerReply }) {
  const { words, session } = useScreen();
  const assistant = useAssistant();
  const others = parts.filter((part) => part !== told.passage).slice(0, 4);
  return (
    <section class="next" aria-labelledby="assistant-more">
      <h2 id="assistant-more">{words('assistant.more')}</h2>
      <ul class="asks">
        {others.map((part) => (
          <li key={part}>
            <button
              type="button"
              class="ask"
              onClick={() => assistant.ask(words(`assistant.parts.${part}`), session.language)}
            >
              <Icon name={pictograms[part]} />
              <span>{words(`assistant.parts.${part}`)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Alternatives({ options }: { options: readonly AskOption[] }) {
  const { words, session } = useScreen();
  const assistant = useAssistant();
  return (
    <section class="next" aria-labelledby="assistant-alternatives">
      <h2 id="assistant-alternatives">{words('assistant.alternatives')}</h2>
      <ul class="options options-few">
        {options.map((option) => (
          <li key={option.id}>
            <button type="button" class="option" onClick={() => assistant.choose(option, session.language)}>
              <span>{option.label}</span>
              <Icon name="forward" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Hears it again, or for the first time where it was not spoken by itself. */
function Listen({ talk }: { talk: Talk }) {
  const { words } = useScreen();
  const assistant = useAssistant();
  const speech = useSpeech();
  const current = latest(talk);
  if (!current || speech.languages.length === 0) return null;
  return (
    <p class="next next-listen">
      <button type="button" class="small-button" onClick={() => assistant.read(current)}>
        <Icon name="volume" />
        <span>{words('assistant.listen')}</span>
      </button>
    </p>
  );
}

function Again({ talk }: { talk: Talk }) {
  const { words, session } = useScreen();
  const assistant = useAssistant();
  const current = latest(talk);
  if (!current) return null;
  return (
    <p class="next">
      <button
        type="button"
        class="option option-again"
        onClick={() => assistant.askAgain(current, session.language)}
      >
        <Icon name="restart" />
        <span>{words('assistant.again')}</span>
      </button>
    </p>
  );
}
