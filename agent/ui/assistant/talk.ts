import type { AskOption, AssistantReply } from '../../../protocol/assistant.ts';

/** A question and what was said to it. */
export interface Exchange {
  number: number;
  /** As the citizen asked it, or the option that was touched. */
  question: string;
  /** The option's id, where one was touched. */
  option: string | null;
  language: string;
  /** `waiting` for the answer; `lost` where it will not come. */
  reply: AssistantReply | 'waiting' | 'lost';
}

/** One citizen's conversation with the assistant. It lives in memory and is replaced by a fresh one at the end. */
export interface Talk {
  /** Oldest first. */
  exchanges: readonly Exchange[];
  /** What is being typed, and whether the keys are there for it. */
  draft: string;
  typing: boolean;
  suggestions: { language: string; questions: readonly string[] } | null;
  /** Whether answers are spoken. */
  aloud: boolean;
  /** Whether what was said last could not be understood. */
  unheard: boolean;
}

export type TalkEvent =
  | { type: 'asked'; number: number; question: string; language: string; option: AskOption['id'] | null }
  | { type: 'answered'; number: number; reply: AssistantReply }
  /** The agent is gone, and with it every answer that was awaited. */
  | { type: 'cut' }
  | { type: 'suggested'; language: string; questions: readonly string[] }
  | { type: 'drafted'; text: string }
  | { type: 'keys'; shown: boolean }
  | { type: 'voice'; on: boolean }
  | { type: 'unheard' }
  | { type: 'listening' }
  /** Begins from nothing; how the citizen wants it stays. */
  | { type: 'anew' };

/** As many as one scrolls back to; the oldest go first. */
const mostExchanges = 30;

export const freshTalk: Talk = {
  exchanges: [],
  draft: '',
  typing: false,
  suggestions: null,
  aloud: true,
  unheard: false,
};

/** The next state. Gives the same object back where nothing changes. */
export function advance(talk: Talk, event: TalkEvent): Talk {
  switch (event.type) {
    case 'asked': {
      const { number, question, language, option } = event;
      const next: Exchange = { number, question, option, language, reply: 'waiting' };
      return {
        ...talk,
        // An older question is not answered any more.
        exchanges: [...ended(talk.exchanges), next].slice(-mostExchanges),
        draft: '',
        typing: false,
        unheard: false,
      };
    }
    case 'answered': {
      const { number, reply } = event;
      const last = latest(talk);
      if (last?.number !== number || last.reply !== 'waiting') return talk;
      return { ...talk, exchanges: [...talk.exchanges.slice(0, -1), { ...last, reply }] };
    }
    case 'cut':
      return isWaiting(talk) ? { ...talk, exchanges: ended(talk.exchanges) } : talk;
    case 'suggested':
      return { ...talk, suggestions: { language: event.language, questions: event.questions } };
    case 'drafted':
      return { ...talk, draft: event.text, unheard: false };
    case 'keys':
      return talk.typing === event.shown ? talk : { ...talk, typing: event.shown };
    case 'voice':
      return { ...talk, aloud: event.on };
    case 'unheard':
      return { ...talk, unheard: true };
    case 'listening':
      return { ...talk, typing: false, unheard: false };
    case 'anew':
      return { ...freshTalk, suggestions: talk.suggestions, aloud: talk.aloud };
  }
}

export function latest(talk: Talk): Exchange | undefined {
  return talk.exchanges.at(-1);
}

export function isWaiting(talk: Talk): boolean {
  return latest(talk)?.reply === 'waiting';
}

function ended(exchanges: readonly Exchange[]): Exchange[] {
  return exchanges.map((exchange) =>
    exchange.reply === 'waiting' ? { ...exchange, reply: 'lost' as const } : exchange,
  );
}
