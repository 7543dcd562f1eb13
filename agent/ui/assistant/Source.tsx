import type { AnswerReply } from '../../../protocol/assistant.ts';
import { cardOf, categoryOf, officeOf } from '../content.ts';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { iconNamed } from '../parts/icons.ts';
import { toneOf } from '../parts/tone.ts';
import type { Place } from '../session.ts';

/** Where an answer stands, with its date; a touch opens it. */
export function Source({ reply }: { reply: AnswerReply }) {
  const { content, words, dictionary, session, open } = useScreen();
  const card = reply.card === null ? undefined : cardOf(content, reply.card);
  const category = card && categoryOf(content, card.category);
  const place = placeOf(reply, card !== undefined, (id) => officeOf(content, id) !== undefined);
  const { updated, title, language } = reply.source;
  const kicker =
    updated === null
      ? words('assistant.source')
      : words('assistant.sourceDated', {
          date: new Intl.DateTimeFormat(dictionary.localeOf(session.language), {
            dateStyle: 'long',
            timeZone: 'UTC',
          }).format(new Date(`${updated}T00:00:00Z`)),
        });
  const inside = (
    <>
      <span class="badge">
        <Icon name={category ? iconNamed(category.icon) : card ? 'document' : 'office'} />
      </span>
      <span class="source-words">
        <span class="source-kicker">{kicker}</span>
        <span class="source-title" {...dictionary.writtenIn(language)}>
          {title}
        </span>
      </span>
    </>
  );
  const tone = card ? toneOf(content, card.category) : 'tone-blue';
  // A release may have come that has the page no more: what was said stays, and leads nowhere.
  if (!place) return <p class={`source ${tone}`}>{inside}</p>;
  return (
    <button type="button" class={`source ${tone}`} onClick={() => open(place)}>
      {inside}
      <span class="source-go">
        {words('assistant.readMore')}
        <Icon name="forward" />
      </span>
    </button>
  );
}

function placeOf(
  { card, office }: AnswerReply,
  hasCard: boolean,
  hasOffice: (id: string) => boolean,
): Place | undefined {
  if (card !== null && hasCard) return { kind: 'card', id: card };
  if (office !== null && hasOffice(office)) return { kind: 'office', id: office };
  return undefined;
}
