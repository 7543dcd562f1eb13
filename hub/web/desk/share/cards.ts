import type { DeskCatalogue } from '../../../../protocol/calls/catalogue.ts';

type CardEntry = DeskCatalogue['cards'][number];

/** Without accents and in small letters, as people type when they are in a hurry. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Cards that have all these words, those with them in the title first. */
export function findCards({ cards }: Pick<DeskCatalogue, 'cards'>, typed: string): CardEntry[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  const inTitle = (card: CardEntry) => words.filter((word) => plain(card.title).includes(word)).length;
  return cards
    .filter((card) => {
      const text = plain(`${card.title} ${card.summary} ${card.category}`);
      return words.every((word) => text.includes(word));
    })
    .sort((one, other) => inTitle(other) - inTitle(one) || one.title.localeCompare(other.title));
}
