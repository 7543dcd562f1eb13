import type {
  Card,
  Category,
  CompiledContent,
  EventItem,
  NewsItem,
  Office,
} from '../../protocol/content/compiled.ts';

/** A text or version with the language it is really in. */
export interface Spoken<Value> {
  value: Value;
  language: string;
  /** Whether it is in another language than the one asked for. */
  borrowed: boolean;
}

/** What is said in `language`, or else in the content's default language, or else in any. */
export function spoken<Value>(
  versions: Record<string, Value>,
  language: string,
  content: CompiledContent,
): Spoken<Value> | undefined {
  for (const candidate of [language, content.defaultLanguage, ...content.languages]) {
    const value = versions[candidate];
    if (value !== undefined) return { value, language: candidate, borrowed: candidate !== language };
  }
  return undefined;
}

/** A short text in the wanted language or the nearest one; empty when there is none. */
export function textOf(texts: Record<string, string>, language: string, content: CompiledContent): string {
  return spoken(texts, language, content)?.value ?? '';
}

export function categoryOf(content: CompiledContent, id: string): Category | undefined {
  return content.categories.find((category) => category.id === id);
}

export function cardOf(content: CompiledContent, id: string): Card | undefined {
  return content.cards.find((card) => card.id === id);
}

export function officeOf(content: CompiledContent, id: string): Office | undefined {
  return content.offices.find((office) => office.id === id);
}

export function cardsIn(content: CompiledContent, category: string): Card[] {
  return content.cards.filter((card) => card.category === category);
}

/** Cards that name this office in any of their languages. */
export function cardsAt(content: CompiledContent, office: string): Card[] {
  return content.cards.filter((card) =>
    Object.values(card.versions).some((version) => version.office === office),
  );
}

/** Where a file of the release is served, from its path in the release. */
export function mediaUrl(path: string): string {
  const inside = path.startsWith('media/') ? path.slice('media/'.length) : path;
  return `/media/${inside.split('/').map(encodeURIComponent).join('/')}`;
}

export function newsOf(content: CompiledContent, id: string): NewsItem | undefined {
  return content.news.find((item) => item.id === id);
}

export function eventOf(content: CompiledContent, id: string): EventItem | undefined {
  return content.events.find((event) => event.id === id);
}
