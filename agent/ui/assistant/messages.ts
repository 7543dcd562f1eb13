import type { AnswerReply, AskOption, AssistantReply, PassageName } from '../../../protocol/assistant.ts';
import type { WrittenOccasion } from '../../../protocol/content/assistant-schema.ts';
import type { AgentMessage } from '../../../protocol/kiosk.ts';

type Fields = Record<string, unknown>;
type ReplyReader = (fields: Fields, text: string) => AssistantReply | undefined;

const occasions: readonly WrittenOccasion[] = [
  ...(['emergency', 'crisis', 'violence', 'insult', 'greeting'] as const),
  ...(['wellbeing', 'thanks', 'goodbye', 'identity', 'person'] as const),
];
const passages: readonly PassageName[] = [
  ...(['summary', 'audience', 'how', 'needed', 'outcome', 'times'] as const),
  ...(['costs', 'where', 'hours', 'contacts', 'detail', 'flow'] as const),
];

/** Readers of what the assistant says; the agent has validated it already. */
export const assistantReaders: Record<string, (fields: Fields) => AgentMessage | undefined> = {
  answer({ number, language, reply }) {
    if (typeof number !== 'number' || typeof language !== 'string') return undefined;
    const said = readReply(reply);
    return said && { type: 'answer', number, language, reply: said };
  },
  suggestions({ language, questions }) {
    if (typeof language !== 'string' || !Array.isArray(questions)) return undefined;
    return { type: 'suggestions', language, questions: questions.filter((each) => typeof each === 'string') };
  },
};

const replies: Record<AssistantReply['kind'], ReplyReader> = {
  answer({ card, office, passage, source, alternatives, phrasedBy }, text) {
    const stands = readSource(source);
    const part = passages.find((name) => name === passage);
    if (!stands || !part || !isNamed(card) || !isNamed(office)) return undefined;
    return {
      kind: 'answer',
      card,
      office,
      passage: part,
      text,
      source: stands,
      alternatives: optionsIn(alternatives),
      phrasedBy: phrasedBy === 'model' ? 'model' : 'content',
    };
  },
  choice: ({ options }, text) => ({ kind: 'choice', text, options: optionsIn(options) }),
  rephrase: (_fields, text) => ({ kind: 'rephrase', text }),
  unknown: ({ elsewhere }, text) => ({
    kind: 'unknown',
    text,
    elsewhere: typeof elsewhere === 'string' ? elsewhere : null,
    offerPerson: true,
  }),
  written({ which, offerPerson }, text) {
    const occasion = occasions.find((name) => name === which);
    return occasion && { kind: 'written', which: occasion, text, offerPerson: offerPerson === true };
  },
  flow({ flow, card, slot, options }, text) {
    if (typeof flow !== 'string' || typeof card !== 'string' || typeof slot !== 'string') return undefined;
    return { kind: 'flow', flow, card, slot, text, options: optionsIn(options) };
  },
};

function readReply(value: unknown): AssistantReply | undefined {
  if (!isFields(value)) return undefined;
  const { kind, text } = value;
  if (typeof kind !== 'string' || typeof text !== 'string' || !isKind(kind)) return undefined;
  return replies[kind](value, text);
}

function isKind(kind: string): kind is AssistantReply['kind'] {
  return Object.hasOwn(replies, kind);
}

function readSource(value: unknown): AnswerReply['source'] | undefined {
  if (!isFields(value)) return undefined;
  const { title, language, updated, link } = value;
  if (typeof title !== 'string' || typeof language !== 'string') return undefined;
  return {
    title,
    language,
    updated: typeof updated === 'string' ? updated : null,
    link: typeof link === 'string' ? link : null,
  };
}

function optionsIn(value: unknown): AskOption[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((option: unknown) => {
    if (!isFields(option)) return [];
    const { id, label } = option;
    return typeof id === 'string' && typeof label === 'string' ? [{ id, label }] : [];
  });
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function isNamed(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}
