/**
 * A content release as the citizen's page and the display use it: parsed, checked, Markdown rendered to HTML.
 * In that HTML raw HTML of the sources is escaped, links are text, and the `src` of a picture is its path in
 * the release. Served by the agent as `/content.json`. Texts are keyed by language tag.
 */
export interface CompiledContent {
  release: string;
  title: Record<string, string>;
  defaultLanguage: string;
  languages: string[];
  categories: Category[];
  cards: Card[];
  offices: Office[];
  playlist: PlaylistItem[];
}

/** A life event or theme on the home screen, in the order of the home screen. */
export interface Category {
  id: string;
  /** Name of one of the page's own icons. */
  icon: string;
  title: Record<string, string>;
  summary: Record<string, string>;
}

/** A service card with the parts of the Modello Comune for public services. */
export interface Card {
  id: string;
  category: string;
  versions: Record<string, CardVersion>;
}

export interface CardVersion {
  title: string;
  summary: string;
  /** Who it is for. */
  audience: string;
  /** How to do it: the Markdown body as HTML. */
  html: string;
  /** What one must bring or have. */
  needed: string[];
  /** What one gets. */
  outcome: string | null;
  times: string | null;
  costs: string | null;
  /** Id of the office that answers for it. */
  office: string | null;
  /** Page with the same information; shown as a QR code. */
  link: string | null;
  /** Path of a picture in the release, served under `/media/`. */
  image: string | null;
  keywords: string[];
  /** Day of the last revision, `YYYY-MM-DD`. */
  updated: string;
}

export interface Office {
  id: string;
  versions: Record<string, OfficeVersion>;
}

export interface OfficeVersion {
  name: string;
  summary: string;
  address: string;
  town: string;
  phone: string | null;
  email: string | null;
  /** Opening hours, a line each, as people read them. */
  hours: string[];
  /** Ways to get there and the rest of the Markdown body as HTML. */
  html: string;
}

export interface PlaylistItem {
  /** Path of the file in the release, served under `/media/`. */
  media: string;
  kind: 'image' | 'video';
  /** Seconds an image stays; `null` for a video, which plays to its end. */
  seconds: number | null;
}
