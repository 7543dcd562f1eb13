import type { CardVersion, CompiledContent, OfficeVersion } from '../../../protocol/content/index.ts';
import type { AnswerReply, AskOption, PassageName } from '../../../protocol/index.ts';
import type { Aspect, LexiconTexts } from '../languages/index.ts';
import { type Entry, type Passage, versionOf } from '../retrieval/entries.ts';
import type { Unit } from '../retrieval/query.ts';
import type { Index } from '../retrieval/search.ts';
import { firstSentences } from '../text/plain.ts';

/** A sentence or two of the content that answer, and where they stand. */
export type Said = { passage: PassageName; text: string };

interface Speaker {
  content: CompiledContent;
  index: Index;
  texts: LexiconTexts;
  language: string;
}

/** The answer that an entry gives to a question: the part asked for, else the passage that says it best. */
export function answerOf(
  entry: Entry,
  units: readonly Unit[],
  aspect: Aspect | null,
  alternatives: AskOption[],
  speaker: Speaker,
): AnswerReply | undefined {
  const { content, language } = speaker;
  const card = entry.kind === 'card' ? content.cards.find(({ id }) => id === entry.id) : undefined;
  const version = card && versionOf(card.versions, language, content.defaultLanguage)?.version;
  const officeId = entry.kind === 'office' ? entry.id : version?.office;
  const office = content.offices.find(({ id }) => id === officeId);
  const officeVersion = office && versionOf(office.versions, language, content.defaultLanguage)?.version;
  const said = version
    ? cardSays(entry, version, officeVersion, units, aspect, speaker)
    : officeVersion && officeSays(entry, officeVersion, units, aspect, speaker);
  if (!said || said.text === '') return undefined;
  return {
    kind: 'answer',
    card: card?.id ?? null,
    office: office?.id ?? null,
    passage: said.passage,
    text: said.text.slice(0, 2000),
    source: {
      title: entry.title,
      language: entry.language,
      updated: version?.updated ?? null,
      link: version?.link ?? null,
    },
    alternatives,
    phrasedBy: 'content',
  };
}

function cardSays(
  entry: Entry,
  card: CardVersion,
  office: OfficeVersion | undefined,
  units: readonly Unit[],
  aspect: Aspect | null,
  speaker: Speaker,
): Said {
  const { texts } = speaker;
  switch (aspect) {
    case 'costs':
      if (card.costs) return { passage: 'costs', text: firstSentences(card.costs) };
      break;
    case 'times':
      if (card.times) return { passage: 'times', text: firstSentences(card.times, 3) };
      break;
    case 'outcome':
      if (card.outcome) return { passage: 'outcome', text: firstSentences(card.outcome) };
      break;
    case 'audience':
      return detailOr(entry, units, { passage: 'audience', text: firstSentences(card.audience) }, speaker);
    case 'needed':
      if (card.needed.length > 0) return { passage: 'needed', text: neededText(card.needed, texts) };
      break;
    case 'how':
      return howText(entry, units, speaker);
    case 'where':
    case 'contacts':
    case 'hours': {
      const own = bestPassage(entry, units, speaker.index);
      if (own && own.fit >= 0.6 && own.passage.name === 'detail') return saidOf(own.passage);
      if (office) return officeFacts(office, aspect, texts);
      break;
    }
    default:
      break;
  }
  return detailOr(entry, units, { passage: 'summary', text: firstSentences(card.summary) }, speaker);
}

function officeSays(
  entry: Entry,
  office: OfficeVersion,
  units: readonly Unit[],
  aspect: Aspect | null,
  speaker: Speaker,
): Said {
  if (aspect === 'contacts' || aspect === 'hours' || aspect === 'where' || aspect === 'times') {
    return officeFacts(office, aspect === 'times' ? 'hours' : aspect, speaker.texts);
  }
  return detailOr(entry, units, officeFacts(office, 'where', speaker.texts), speaker);
}

/** Where, when and how an office is reached. */
function officeFacts(
  office: OfficeVersion,
  aspect: 'where' | 'contacts' | 'hours',
  texts: LexiconTexts,
): Said {
  const where = filled(texts.where, { name: office.name, address: office.address, town: office.town });
  const hours = office.hours.length > 0 ? `${office.hours.join('; ')}.` : '';
  const phone = office.phone ? filled(texts.phone, { phone: office.phone }) : '';
  const email = office.email ? filled(texts.email, { email: office.email }) : '';
  const parts = {
    where: [where, hours],
    hours: [`${office.name}: ${hours || where}`],
    contacts: phone || email ? [`${office.name}:`, phone, email] : [where, hours],
  }[aspect];
  return { passage: aspect, text: parts.filter((part) => part !== '').join(' ') };
}

/** A passage that says what the rest of the entry does not, else the given text. */
function detailOr(entry: Entry, units: readonly Unit[], otherwise: Said, speaker: Speaker): Said {
  const { index } = speaker;
  const best = bestPassage(entry, units, index);
  if (!best) return otherwise;
  const plain = Math.max(index.fit(units, otherwise.text), index.fit(units, entry.title));
  return best.fit > plain + 0.2 ? saidOf(best.passage) : otherwise;
}

function howText(entry: Entry, units: readonly Unit[], speaker: Speaker): Said {
  const best = bestPassage(entry, units, speaker.index);
  if (best && best.fit > 0.6 && best.fit > speaker.index.fit(units, entry.title) + 0.2)
    return saidOf(best.passage);
  const steps = entry.passages.filter(({ name }) => name === 'how');
  const chosen = steps.length > 0 ? steps : entry.passages.filter(({ name }) => name === 'detail');
  const text = chosen
    .slice(0, 2)
    .map(({ text: step }) => ended(step))
    .join(' ');
  return { passage: 'how', text: firstSentences(text, 3) };
}

function bestPassage(
  entry: Entry,
  units: readonly Unit[],
  index: Index,
): { passage: Passage; fit: number } | undefined {
  let best: { passage: Passage; fit: number } | undefined;
  for (const passage of entry.passages) {
    const fit = index.fit(units, `${passage.heading ?? ''} ${passage.text}`);
    if (!best || fit > best.fit) best = { passage, fit };
  }
  return best;
}

function saidOf({ name, text }: Passage): Said {
  return { passage: name, text: ended(firstSentences(text)) };
}

const itemCharacters = 260;

function neededText(items: readonly string[], texts: LexiconTexts): string {
  const kept: string[] = [];
  let length = 0;
  for (const item of items) {
    if (kept.length > 0 && length + item.length > itemCharacters) {
      kept.push(texts.more);
      break;
    }
    kept.push(item.replace(/[.;]$/u, ''));
    length += item.length;
  }
  return filled(texts.needed, { items: kept.join('; ') });
}

function ended(text: string): string {
  return /[.!?…:;。！？]$/u.test(text) ? text.replace(/[:;]$/u, '.') : `${text}.`;
}

function filled(template: string, values: Record<string, string>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}
