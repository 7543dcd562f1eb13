import type { AskOption } from '../../../protocol/assistant.ts';
import type { AgentMessage, PageMessage } from '../../../protocol/kiosk.ts';
import type { Speech } from '../speech/index.ts';
import { languageOf, privacyOf } from './aloud.ts';
import { advance, type Exchange, freshTalk, type Talk, type TalkEvent } from './talk.ts';

/** Characters of a question at most, as the agent takes them. */
export const longestQuestion = 300;

/** The conversation of one session, with the agent's assistant at its other end. It is wiped with the session. */
export interface AssistantClient {
  talk(): Talk;
  /** The screen is opened: questions to propose are wanted. */
  greet(language: string): void;
  /** Asks what was typed elsewhere, once for each visit of the screen, which `visit` stands for. */
  bring(visit: object, question: string, language: string): void;
  ask(question: string, language: string): void;
  choose(option: AskOption, language: string): void;
  /** Once more what got no answer. */
  askAgain(exchange: Exchange, language: string): void;
  draft(text: string): void;
  showKeys(shown: boolean): void;
  /** Whether answers are spoken, from now on. */
  setAloud(on: boolean): void;
  /** Speaks a reply because the citizen asks for it. */
  read(exchange: Exchange): void;
  /** The button to talk is held, and let go. */
  listen(language: string): void;
  listened(): void;
  anew(): void;
  /** Takes what is meant for it; true where nobody else needs it. */
  hear(message: AgentMessage): boolean;
  /** The agent came or went. */
  connected(there: boolean): void;
  wipe(): void;
  subscribe(listener: () => void): () => void;
}

export interface AssistantClientOptions {
  send: (message: PageMessage) => void;
  speech: Speech;
}

export function createAssistantClient({ send, speech }: AssistantClientOptions): AssistantClient {
  const listeners = new Set<() => void>();
  let talk = freshTalk;
  let there = false;
  /** Goes on over the sessions, so that an answer to a former one fits no question any more. */
  let number = 0;
  let brought = new WeakSet<object>();
  /** The language in which somebody speaks now. */
  let spokenIn: string | null = null;

  function take(event: TalkEvent): void {
    const next = advance(talk, event);
    if (next === talk) return;
    talk = next;
    for (const listener of listeners) listener();
  }

  function put(question: string, language: string, option: string | null): void {
    const text = question.trim().slice(0, longestQuestion);
    if (text === '') return;
    number += 1;
    take({ type: 'asked', number, question: text, language, option });
    if (!there) take({ type: 'cut' });
    else if (option === null) send({ type: 'ask', number, text, language });
    else send({ type: 'ask_option', number, option, language });
  }

  speech.onHeard((end, text) => {
    const language = spokenIn;
    spokenIn = null;
    if (language === null || end === 'cancelled') return;
    if (end === 'heard' && text.trim() !== '') put(text, language, null);
    else take({ type: 'unheard' });
  });

  return {
    talk: () => talk,
    greet: (language) => send({ type: 'ask_suggestions', language }),
    bring(visit, question, language) {
      if (brought.has(visit)) return;
      brought.add(visit);
      put(question, language, null);
    },
    ask: (question, language) => put(question, language, null),
    choose: ({ id, label }, language) => put(label, language, id),
    askAgain: ({ question, option }, language) => put(question, language, option),
    draft: (text) => take({ type: 'drafted', text }),
    showKeys: (shown) => take({ type: 'keys', shown }),
    setAloud(on) {
      if (!on) speech.stop();
      take({ type: 'voice', on });
    },
    read({ reply, language }) {
      if (reply === 'waiting' || reply === 'lost') return;
      const privacy = privacyOf(reply) === 'personal' ? 'chosen' : 'public';
      speech.say(reply.text, { language: languageOf(reply, language), privacy });
    },
    listen(language) {
      spokenIn = language;
      take({ type: 'listening' });
      speech.listen(language);
    },
    listened: () => speech.listened(false),
    anew() {
      number += 1;
      send({ type: 'ask_anew' });
      take({ type: 'anew' });
    },
    hear(message) {
      if (message.type === 'suggestions') {
        take({ type: 'suggested', language: message.language, questions: message.questions });
        return true;
      }
      if (message.type !== 'answer') return false;
      const { reply, language } = message;
      const before = talk;
      take({ type: 'answered', number: message.number, reply });
      if (talk !== before && talk.aloud)
        speech.say(reply.text, { language: languageOf(reply, language), privacy: privacyOf(reply) });
      return true;
    },
    connected(now) {
      there = now;
      if (!now) take({ type: 'cut' });
    },
    wipe() {
      number += 1;
      spokenIn = null;
      brought = new WeakSet();
      if (talk === freshTalk) return;
      talk = freshTalk;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
