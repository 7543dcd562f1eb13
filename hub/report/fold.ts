import type { TotemEvent } from '../../protocol/index.ts';

/** One event as what is counted. */
export interface UsageCell {
  day: string;
  kind: string;
  /** Card, word, face, path or how it ended. */
  subject: string;
  detail: string;
  language: string;
  /** Names joined by `+`, sorted; empty where there are none. */
  profiles: string;
}

/** What an event adds one to; nothing where it is not of usage. The day is that of the event, in UTC. */
export function cellOf(event: TotemEvent): UsageCell | undefined {
  switch (event.kind) {
    case 'session.ended':
      return of(event, event.reason);
    case 'card.viewed':
      return of(event, event.card);
    case 'session.rated':
      return of(event, event.face);
    case 'answer.helped':
      return of(event, event.card, event.helped ? 'yes' : 'no');
    case 'question.asked':
      return of(event, event.card ?? '', event.outcome);
    case 'question.word':
      return of({ ...event, profiles: [] }, event.word);
    case 'place.left':
      return of(event, event.places.map(({ kind, id }) => (id ? `${kind}:${id}` : kind)).join(' > '));
    default:
      return undefined;
  }
}

function of(
  { at, kind, language, profiles = [] }: { at: string; kind: string; language: string; profiles?: string[] },
  subject: string,
  detail = '',
): UsageCell {
  return { day: at.slice(0, 10), kind, subject, detail, language, profiles: profiles.toSorted().join('+') };
}
