import type { DeskCatalogue } from '../../protocol/calls/index.ts';
import { type Edition, textOf, versionOf } from '../public/index.ts';

/** Offices and cards of an edition in a language, each in the language nearest to it that it is written in. */
export function catalogueOf(edition: Edition, asked: string): DeskCatalogue {
  const { content } = edition;
  const language = content.languages.includes(asked) ? asked : content.defaultLanguage;
  const view = { edition, language };
  const categories = new Map(content.categories.map(({ id, title }) => [id, textOf(view, title)]));
  return {
    institution: textOf(view, content.title),
    language,
    languages: content.languages,
    offices: content.offices.flatMap(({ id, versions }) => {
      const version = versionOf(view, versions)?.value;
      return version
        ? [{ id, name: version.name, place: [version.address, version.town].filter(Boolean).join(', ') }]
        : [];
    }),
    cards: content.cards.flatMap(({ id, category, versions }) => {
      const version = versionOf(view, versions)?.value;
      return version
        ? [{ id, title: version.title, summary: version.summary, category: categories.get(category) ?? '' }]
        : [];
    }),
  };
}
