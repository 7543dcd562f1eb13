import type { Interval, OpeningSchedule } from '../opening/index.ts';

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
  /** What is announced and what takes place, the next one first. */
  news: NewsItem[];
  events: EventItem[];
  playlist: PlaylistItem[];
  assistant: AssistantContent;
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
  /** How citizens ask for it, in everyday words. */
  askedAs: string[];
  /** The same in easy words, where an editor has written it. */
  simple: SimplePoint[];
  /** Day of the last revision, `YYYY-MM-DD`. */
  updated: string;
}

/** One short sentence with its picture. */
export interface SimplePoint {
  /** Name of one of the page's own icons. */
  icon: string | null;
  text: string;
}

export interface Office {
  id: string;
  /** When it is open, where that is told as data. */
  opening: OpeningSchedule | null;
  /** The way to it. */
  map: PlaceMap | null;
  versions: Record<string, OfficeVersion>;
}

export interface OfficeVersion {
  name: string;
  summary: string;
  address: string;
  town: string;
  phone: string | null;
  email: string | null;
  /** Opening hours, a line each, as people read them: told from `opening`, then the editor's own lines. */
  hours: string[];
  /** The editor's own lines about opening hours. */
  remarks: string[];
  /** How citizens ask for it, in everyday words. */
  askedAs: string[];
  /** Ways to get there and the rest of the Markdown body as HTML. */
  html: string;
}

/** A way map of a place: our own scheme, in units of its own from the upper left corner. */
export interface PlaceMap {
  width: number;
  height: number;
  areas: MapArea[];
  streets: MapStreet[];
  stops: MapStop[];
  landmarks: { name: Record<string, string>; at: MapPoint }[];
  entrance: { at: MapPoint; stepFree: boolean };
  /** Where a totem in this office stands. */
  here: MapPoint | null;
  /** Ways to the entrance, the best one first; never empty. */
  ways: MapWay[];
}

export interface MapPoint {
  x: number;
  y: number;
}

export interface MapArea {
  kind: 'green' | 'water' | 'square' | 'building';
  shape: MapPoint[];
  name: Record<string, string> | null;
}

export interface MapStreet {
  name: string | null;
  kind: 'main' | 'street' | 'path';
  line: MapPoint[];
}

export interface MapStop {
  kind: 'metro' | 'train' | 'tram' | 'bus' | 'parking';
  name: string;
  lines: string[];
  at: MapPoint;
}

export interface MapWay {
  from: Record<string, string>;
  stepFree: boolean;
  /** On foot. */
  minutes: number;
  line: MapPoint[];
  /** The same in words, a step each, by language. */
  steps: Record<string, string[]>;
}

/** Something that is announced. Days are `YYYY-MM-DD`. */
export interface NewsItem {
  id: string;
  /** First and last day on which it is shown. */
  from: string;
  until: string | null;
  versions: Record<string, NewsVersion>;
}

export interface NewsVersion {
  title: string;
  summary: string;
  html: string;
  office: string | null;
  link: string | null;
  image: string | null;
}

/** Something that takes place. Days are `YYYY-MM-DD`. */
export interface EventItem {
  id: string;
  from: string;
  until: string;
  /** Times of each of its days; an interval without length is only a beginning. */
  hours: Interval[];
  versions: Record<string, EventVersion>;
}

export interface EventVersion extends NewsVersion {
  place: string;
  costs: string | null;
}

export interface PlaylistItem {
  /** Path of the file in the release, served under `/media/`. */
  media: string;
  kind: 'image' | 'video';
  /** Seconds an image stays; `null` for a video, which plays to its end. */
  seconds: number | null;
}

/** What the assistant knows beside cards and offices: `assistant.yaml`. */
export interface AssistantContent {
  /** Groups of words that mean the same, by language. */
  synonyms: Record<string, string[][]>;
  /** Questions that the screen proposes, by language. */
  suggestions: Record<string, string[]>;
  /** Answers in place of the assistant's own, by occasion and language. */
  written: Record<string, Record<string, string>>;
  /** What others answer for. */
  elsewhere: Elsewhere[];
  flows: Flow[];
}

/** Something that is asked here and that another institution answers for. */
export interface Elsewhere {
  id: string;
  /** How citizens ask for it, by language. */
  askedAs: Record<string, string[]>;
  /** Whom to turn to. */
  text: Record<string, string>;
}

/** A short dialogue: it fills its slots one by one, then gives the answer that they choose. */
export interface Flow {
  id: string;
  /** The card it belongs to. */
  card: string;
  /** Questions that start it, by language. */
  askedAs: Record<string, string[]>;
  slots: FlowSlot[];
  answers: FlowAnswer[];
}

export interface FlowSlot {
  id: string;
  question: Record<string, string>;
  options: FlowOption[];
}

export interface FlowOption {
  id: string;
  label: Record<string, string>;
  /** Other words for it, in every language, such as the towns of an area. */
  names: string[];
}

export interface FlowAnswer {
  /** Option by slot; a slot that is not named may hold anything. */
  when: Record<string, string>;
  text: Record<string, string>;
}
