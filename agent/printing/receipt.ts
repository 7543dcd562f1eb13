import type { CompiledContent, EventItem, OfficeVersion } from '../../protocol/content/index.ts';
import type { PublicKind } from '../../protocol/index.ts';
import { openingWords } from '../../protocol/opening/index.ts';
import type { ReceiptPart } from './escpos.ts';
import { partsOf } from './html.ts';
import { dayIn, fill, isPrinted, nameOf, type Words, wordsIn } from './words.ts';

export interface Wanted {
  kind: PublicKind;
  id: string;
  language: string;
}

export interface Composing {
  content: CompiledContent;
  wanted: Wanted;
  /** Address of the same page on the hub's public pages; null where there are none. */
  link: string | null;
  now: number;
}

/** What of a page goes on paper; the page's own link, where it has one. */
interface Body {
  title: string;
  summary: string;
  parts: ReceiptPart[];
  link: string | null;
  /** A line about how fresh it is. */
  fresh: string | null;
}

/**
 * A card, office, notice or event as a receipt, in the wanted language or, where the printer has no letters for it or
 * nobody has translated it, in another one with that said. Undefined where the content has no such page.
 */
export function composeReceipt({ content, wanted, link, now }: Composing): ReceiptPart[] | undefined {
  const language = languageOf(content, wanted);
  if (language === undefined) return undefined;
  const words = wordsIn(language);
  const body = bodyOf(content, wanted, language, words);
  if (!body) return undefined;
  const address = link ?? body.link;
  const institution = content.title[language] ?? content.title[content.defaultLanguage] ?? '';
  const note = noteOf(wanted.language, language, words);
  return [
    { kind: 'text', text: institution },
    { kind: 'gap' },
    { kind: 'title', text: body.title },
    ...(note === null ? [] : [text(note)]),
    text(body.summary),
    ...body.parts,
    { kind: 'gap' },
    ...(address === null
      ? []
      : ([
          { kind: 'text', text: words.code },
          { kind: 'code', data: address },
          { kind: 'small', text: address.replace(/^https?:\/\//, '') },
        ] satisfies ReceiptPart[])),
    ...(body.fresh === null ? [] : [small(body.fresh)]),
    small(fill(words.printed, { date: dayIn(words, now, 'Europe/Rome') })),
  ];
}

/** The wanted language, else English where it is for want of letters, else the content's own, else any. */
function languageOf(content: CompiledContent, { kind, id, language }: Wanted): string | undefined {
  const versions = versionsOf(content, kind, id);
  if (!versions) return undefined;
  const inPlace = isPrinted(language) ? [] : ['en'];
  return [language, ...inPlace, content.defaultLanguage, ...content.languages].find(
    (candidate) => isPrinted(candidate) && Object.hasOwn(versions, candidate),
  );
}

function versionsOf(
  content: CompiledContent,
  kind: PublicKind,
  id: string,
): Record<string, unknown> | undefined {
  const lists = { card: content.cards, office: content.offices, news: content.news, event: content.events };
  return lists[kind].find((known) => known.id === id)?.versions;
}

function noteOf(wanted: string, language: string, words: Words): string | null {
  if (wanted === language) return null;
  const name = nameOf(wanted, words);
  return fill(isPrinted(wanted) ? words.untranslated : words.noLetters, { wanted: name });
}

function bodyOf(
  content: CompiledContent,
  { kind, id }: Wanted,
  language: string,
  words: Words,
): Body | undefined {
  switch (kind) {
    case 'card': {
      const card = content.cards.find((known) => known.id === id)?.versions[language];
      if (!card) return undefined;
      const { title, summary, html, needed, times, costs, outcome, office, link, updated } = card;
      return {
        title,
        summary,
        parts: [
          ...section(words.how, partsOf(html)),
          ...section(
            words.needed,
            needed.map((thing) => ({ kind: 'item', text: thing })),
          ),
          ...said(words.times, times),
          ...said(words.costs, costs),
          ...said(words.outcome, outcome),
          ...officeParts(content, office, language, words),
        ],
        link,
        fresh: fill(words.updated, { date: day(updated, words) }),
      };
    }
    case 'office': {
      const office = content.offices.find((known) => known.id === id)?.versions[language];
      if (!office) return undefined;
      const { name, summary, html } = office;
      return {
        title: name,
        summary,
        parts: [...whereabouts(office, words), ...section(null, partsOf(html))],
        link: null,
        fresh: null,
      };
    }
    case 'news': {
      const news = content.news.find((known) => known.id === id);
      const version = news?.versions[language];
      if (!news || !version) return undefined;
      const { title, summary, html, office, link } = version;
      return {
        title,
        summary,
        parts: [
          ...section(null, partsOf(html)),
          ...(news.until === null ? [] : [text(fill(words.until, { date: day(news.until, words) }))]),
          ...officeParts(content, office, language, words),
        ],
        link,
        fresh: null,
      };
    }
    case 'event': {
      const event = content.events.find((known) => known.id === id);
      const version = event?.versions[language];
      if (!event || !version) return undefined;
      const { title, summary, html, office, link, place, costs } = version;
      return {
        title,
        summary,
        parts: [
          ...said(words.when, whenOf(event, language, words)),
          ...said(words.where, place),
          ...said(words.costs, costs),
          ...section(null, partsOf(html)),
          ...officeParts(content, office, language, words),
        ],
        link,
        fresh: null,
      };
    }
  }
}

function whenOf({ from, until, hours }: EventItem, language: string, words: Words): string {
  const dates = from === until ? day(from, words) : `${day(from, words)} - ${day(until, words)}`;
  const [first] = hours;
  if (!first) return dates;
  const told = openingWords(language);
  const times =
    first.from === first.to ? fill(words.from, { time: told.time(first.from) }) : told.intervals(hours);
  return `${dates}, ${times}`;
}

function officeParts(
  content: CompiledContent,
  id: string | null,
  language: string,
  words: Words,
): ReceiptPart[] {
  const versions = content.offices.find((known) => known.id === id)?.versions;
  const office = versions?.[language] ?? versions?.[content.defaultLanguage];
  if (!office) return [];
  return [...section(words.office, [text(office.name)]), ...whereabouts(office, words)];
}

function whereabouts({ address, town, hours, phone, email }: OfficeVersion, words: Words): ReceiptPart[] {
  const contacts = [phone, email].filter((one) => one !== null);
  return [
    text(`${address}, ${town}`),
    ...section(words.hours, hours.map(text)),
    ...section(words.contacts, contacts.map(text)),
  ];
}

function section(name: string | null, parts: ReceiptPart[]): ReceiptPart[] {
  if (parts.length === 0) return [];
  return [{ kind: 'gap' }, ...(name === null ? [] : [{ kind: 'heading' as const, text: name }]), ...parts];
}

function said(name: string, what: string | null): ReceiptPart[] {
  return what === null ? [] : section(name, [text(what)]);
}

function text(words: string): ReceiptPart {
  return { kind: 'text', text: words };
}

function small(words: string): ReceiptPart {
  return { kind: 'small', text: words };
}

function day(date: string, words: Words): string {
  return dayIn(words, Date.parse(`${date}T00:00:00Z`));
}
