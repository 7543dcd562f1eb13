/**
 * Addresses of the hub's public pages. Free of libraries, as the citizen's page makes links too. A link says what is
 * read and in which language, never who asked or what.
 */

/** Kinds of things that have a public page. */
export const publicKinds = ['card', 'office', 'news', 'event'] as const;
export type PublicKind = (typeof publicKinds)[number];

/** Parts of a page that a link may open, which are also their anchors. */
export const publicParts = [
  'audience',
  'how',
  'needed',
  'outcome',
  'times',
  'costs',
  'where',
  'hours',
  'contacts',
] as const;
export type PublicPart = (typeof publicParts)[number];

export interface PublicPlace {
  kind: PublicKind;
  id: string;
  part?: PublicPart;
}

/** Where the public pages are, and whose edition of them: of the totems' group of that name, or of all. */
export interface PublicAddress {
  /** Such as `https://totem.example.org`, without a slash at the end. */
  url: string;
  group: string | null;
}

/**
 * The link to a place. No release is in it: it shows the newest version for as long as there is one.
 */
export function publicLink(address: PublicAddress, language: string, place: PublicPlace): string {
  return `${address.url}${publicPath(language, place, address.group)}`;
}

/** The same without the host. */
export function publicPath(language: string, { kind, id, part }: PublicPlace, group: string | null): string {
  const edition = group === null ? '' : `?g=${encodeURIComponent(group)}`;
  return `/p/${language}/${kind}/${encodeURIComponent(id)}${edition}${part ? `#${part}` : ''}`;
}

/** The part of a page that an assistant's passage stands in; `undefined` for its beginning. */
export function partOfPassage(passage: string): PublicPart | undefined {
  if (passage === 'detail' || passage === 'flow') return 'how';
  return publicParts.find((part) => part === passage);
}
