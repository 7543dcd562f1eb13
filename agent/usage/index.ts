import type { Logger } from 'pino';
import type { CompiledContent } from '../../protocol/content/compiled.ts';
import type {
  AssistantReply,
  PageMessage,
  QuestionOutcome,
  TotemEvent,
  UsagePlace,
} from '../../protocol/index.ts';
import { hourOf, openHours } from './hours.ts';
import { createSieve } from './sieve.ts';
import { type Vocabulary, vocabularyOf } from './vocabulary.ts';

/** Counts how the totem is used, and keeps nothing that tells who used it or how one session went. */
export interface Usage {
  /** Takes what the page says; what is not of usage is left alone. */
  heard(message: PageMessage): void;
  /** The assistant has replied; `question` is null where an option was touched. */
  answered(question: string | null, language: string, reply: AssistantReply): void;
  stop(): Promise<void>;
}

export interface UsageOptions {
  file: string;
  content: () => CompiledContent | null;
  record(event: TotemEvent): void;
  now: () => number;
  random: () => number;
  log: Logger;
}

interface Asked {
  outcome: QuestionOutcome;
  card: string | null;
  language: string;
}

/** Seconds to which the length of a session is rounded. */
const lengthStep = 10;
/** Questions of one session at most. */
const maximumAsked = 200;

export async function openUsage({ file, content, record, now, random, log }: UsageOptions): Promise<Usage> {
  const hours = await openHours({ file, record, now, random, log });
  const sieve = createSieve({ now });
  const at = () => hourOf(now());
  /** Of the session under way, until it is known with which profiles it was held. */
  let asked: Asked[] = [];
  let vocabularies = new Map<string, Vocabulary>();
  let read: CompiledContent | null = null;

  function vocabularyIn(language: string): Vocabulary {
    const shown = content();
    if (shown !== read || vocabularies.size >= 12) vocabularies = new Map();
    read = shown;
    const known = vocabularies.get(language) ?? vocabularyOf(shown, language);
    vocabularies.set(language, known);
    return known;
  }

  function ended(message: Extract<PageMessage, { type: 'session_ended' }>): void {
    const { seconds, language, reason, profiles, places } = message;
    const used = profiles && profiles.length > 0 ? { profiles } : {};
    const rounded = Math.round(seconds / lengthStep) * lengthStep;
    hours.add({ kind: 'session.ended', at: at(), seconds: rounded, language, reason, ...used });
    if (places) {
      const known = places.map((place) => published(place, content()));
      hours.add({ kind: 'place.left', at: at(), places: known, language, ...used });
    }
    for (const each of asked) hours.add({ kind: 'question.asked', at: at(), ...each, ...used });
    asked = [];
    sieve.ended();
  }

  return {
    heard(message) {
      switch (message.type) {
        case 'session_ended':
          return ended(message);
        case 'card_viewed':
        case 'answer_helped': {
          const { type, ...said } = message;
          // A number of usage must be of something that was published, whoever speaks for the page.
          if (!hasCard(content(), said.card)) return;
          if (type === 'card_viewed') return hours.add({ kind: 'card.viewed', at: at(), ...said });
          const { helped } = message;
          return hours.add({ kind: 'answer.helped', at: at(), ...said, helped });
        }
        case 'session_rated': {
          const { type: _, ...said } = message;
          return hours.add({ kind: 'session.rated', at: at(), ...said });
        }
        case 'ready':
          // The page that was there before has not said how its session ended.
          for (const each of asked) hours.add({ kind: 'question.asked', at: at(), ...each });
          asked = [];
          sieve.ended();
      }
    },
    answered(question, language, reply) {
      const outcome = outcomeOf(reply);
      if (outcome === null || asked.length >= maximumAsked) return;
      asked.push({ outcome, card: reply.kind === 'answer' ? reply.card : null, language });
      if (question === null || (reply.kind !== 'unknown' && reply.kind !== 'rephrase')) return;
      for (const word of sieve.sift(question, vocabularyIn(language)))
        hours.add({ kind: 'question.word', at: at(), word, language });
    },
    stop: hours.stop,
  };
}

/** Null for what is no answer yet, and for what is nobody's business: small talk, emergencies, crises. */
function outcomeOf(reply: AssistantReply): QuestionOutcome | null {
  switch (reply.kind) {
    case 'answer':
      return 'answered';
    case 'choice':
    case 'rephrase':
      return 'unsure';
    case 'unknown':
      return 'unanswered';
    case 'written':
    case 'flow':
      return null;
  }
}

function hasCard(content: CompiledContent | null, id: string): boolean {
  return content?.cards.some((card) => card.id === id) ?? false;
}

/** The place, with its id only where the release has it. */
function published({ kind, id }: UsagePlace, content: CompiledContent | null): UsagePlace {
  if (id === undefined || content === null) return { kind };
  const { cards, categories, offices, news, events } = content;
  const known = [...cards, ...categories, ...offices, ...news, ...events].some((item) => item.id === id);
  return known ? { kind, id } : { kind };
}
