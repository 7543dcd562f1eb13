import {
  type AgentMessage,
  type AssistantReply,
  type PageMessage,
  type SessionState,
  sessionStates,
} from '../../protocol/index.ts';
import { freshMemory, type Memory } from './dialogue/memory.ts';
import type { Assistant } from './index.ts';

/** The assistant's side of one citizen's session at the screen. */
export interface Conversation {
  /** Takes what the page says; what is not for the assistant is left alone. */
  heard(message: PageMessage): void;
  /** Forgets everything, and never gives an answer that is still under way. */
  wipe(): void;
}

/** Told of each reply; `question` is null where an option was touched. */
export type Answered = (question: string | null, language: string, reply: AssistantReply) => void;

/** @param send to the page that asked */
export function createConversation(
  assistant: Assistant,
  send: (message: AgentMessage) => void,
  answered: Answered = () => undefined,
): Conversation {
  let memory: Memory = freshMemory();
  /** Counts the wipes: an answer of before is thrown away. */
  let session = 0;
  /** The question asked last: an older one that a slow model answers is thrown away too. */
  let latest = 0;
  const wipe = () => {
    memory = freshMemory();
    session += 1;
  };
  const ask = async (number: number, text: string, language: string) => {
    const asking = session;
    latest += 1;
    const turn = latest;
    const { reply, memory: next } = await assistant.ask(text, language, memory);
    if (asking !== session || turn !== latest) return;
    memory = next;
    send({ type: 'answer', number, language, reply });
    answered(text, language, reply);
  };
  return {
    wipe,
    heard(message) {
      switch (message.type) {
        case 'ask':
          void ask(message.number, message.text, message.language);
          break;
        case 'ask_option': {
          latest += 1;
          const { number, option, language } = message;
          const { reply, memory: next } = assistant.choose(option, language, memory);
          memory = next;
          send({ type: 'answer', number, language, reply });
          answered(null, language, reply);
          break;
        }
        case 'ask_suggestions': {
          const { language } = message;
          send({ type: 'suggestions', language, questions: assistant.suggest(language).slice(0, 20) });
          break;
        }
        case 'session':
          if (endsSession(message.state)) wipe();
          break;
        case 'ask_anew':
        case 'session_ended':
          wipe();
          break;
        default:
          break;
      }
    },
  };
}

function endsSession(state: SessionState): boolean {
  return state === sessionStates[0];
}
