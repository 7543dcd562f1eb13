import type { AnswerReply } from '../../../protocol/assistant.ts';
import { type PublicPart, type PublicPlace, partOfPassage } from '../../../protocol/public-link.ts';

/** What only the page of an office has; a card tells them where it tells whom to turn to. */
const ofOffices: readonly PublicPart[] = ['hours', 'contacts'];

/** Where an answer can be read on: the part of the card or office that it was taken from. */
export function placeOfAnswer({
  card,
  office,
  passage,
}: Pick<AnswerReply, 'card' | 'office' | 'passage'>): PublicPlace | null {
  const part = partOfPassage(passage);
  if (card !== null) {
    const own = part !== undefined && ofOffices.includes(part) ? 'where' : part;
    return { kind: 'card', id: card, ...(own && { part: own }) };
  }
  return office === null ? null : { kind: 'office', id: office, ...(part && { part }) };
}
