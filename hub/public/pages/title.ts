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
  const { cards, offices, news, events, title } = edition.content;
  const view = { edition, language };
  const titled = { card: cards, news, event: events };
  const office = kind === 'office' && offices.find((known) => known.id === id);
  const item = kind !== 'office' && titled[kind].find((known) => known.id === id);
  const named =
    (office && versionOf(view, office.versions)?.value.name) ||
    (item && versionOf<{ title: string }>(view, item.versions)?.value.title) ||
    undefined;
  return named === undefined ? undefined : { title: named, institution: textOf(view, title) };
}
