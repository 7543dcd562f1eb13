import type { CompiledContent } from '../../../protocol/content/compiled.ts';
import type { Exchange } from '../assistant/talk.ts';
import { cardOf, officeOf, spoken } from '../content.ts';
import type { Session, Visit } from '../session.ts';
import type { CallWish } from './types.ts';

/** How a citizen would like to talk; three ways are enough to choose from on one screen. */
export const manners = ['seen', 'unseen', 'text'] as const;
export type Manner = (typeof manners)[number];

export function mannerOf({ mode, seen }: Pick<CallWish, 'mode' | 'seen'>): Manner {
  if (mode === 'text') return 'text';
  return mode === 'video' && seen ? 'seen' : 'unseen';
}

/** Who is not seen still sees: the picture of the other side comes in either way. */
export function inManner(wish: CallWish, manner: Manner): CallWish {
  return { ...wish, mode: manner === 'text' ? 'text' : 'video', seen: manner === 'seen' };
}

/** What a call is about and where it goes, as far as that is known where the citizen is. */
export interface CallAim {
  office: string | null;
  subject: string | null;
}

/**
 * What the citizen was at last, in the conversation with the assistant and on the way through the content: a card is
 * the subject and names its office. The office that the totem stands in comes after those. Where none of them says one,
 * the citizen chooses.
 */
export function aimOf(options: {
  content: CompiledContent;
  session: Pick<Session, 'trail' | 'language'>;
  exchanges: readonly Exchange[];
  standsIn: string | null;
}): CallAim {
  const { content, session, exchanges, standsIn } = options;
  const steps = session.trail.toReversed().map(({ place }: Visit) => place);
  const talks = steps[0]?.kind === 'assistant';
  const answered = talks ? exchanges.toReversed().map(({ reply }) => aimOfReply(reply)) : [];
  const walked = steps.map((place) => ({
    office: place.kind === 'office' || place.kind === 'map' ? place.id : null,
    subject: place.kind === 'card' ? place.id : null,
  }));
  const known = [...answered, ...walked].find(({ office, subject }) => office !== null || subject !== null);
  return withOffice(known ?? { office: null, subject: null }, content, session.language, standsIn);
}

/** The office of an aim: the one it names, that of its card, that of the totem, or the only one there is. */
export function withOffice(
  { office, subject }: CallAim,
  content: CompiledContent,
  language: string,
  standsIn: string | null,
): CallAim {
  const card = subject === null ? undefined : cardOf(content, subject);
  const version = card && spoken(card.versions, language, content);
  const wanted = [office, version?.value.office ?? null, standsIn];
  const known = wanted.find((id) => id !== null && officeOf(content, id) !== undefined);
  const only = content.offices.length === 1 ? content.offices[0]?.id : undefined;
  return { office: known ?? only ?? null, subject: card ? card.id : null };
}

function aimOfReply(reply: Exchange['reply']): CallAim {
  if (typeof reply !== 'object' || reply.kind !== 'answer') return { office: null, subject: null };
  return { office: reply.office, subject: reply.card };
}

/** What a call begins with where the citizen has said nothing else. */
export function usualWish(office: string, subject: string | null, language: string): CallWish {
  return { office, subject, language, signLanguage: false, mode: 'video', seen: true };
}
