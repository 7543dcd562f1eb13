import type { PublicKind } from '../../../protocol/index.ts';
import type { Edition } from '../library.ts';
import { textOf, versionOf } from './view.ts';

/** How a place and the institution are called in a language; `undefined` where the edition has no such place. */
export function titleOf(
  edition: Edition,
  kind: PublicKind,
  id: string,
  language: string,
): { title: string; institution: string } | undefined {
  const { cards, offices, title } = edition.content;
  const view = { edition, language };
  const card = kind === 'card' ? cards.find((known) => known.id === id) : undefined;
  const office = kind === 'office' ? offices.find((known) => known.id === id) : undefined;
  const named =
    (card && versionOf(view, card.versions)?.value.title) ??
    (office && versionOf(view, office.versions)?.value.name);
  return named === undefined ? undefined : { title: named, institution: textOf(view, title) };
}
