import type { AgentConfiguration, AgentMessage, PageMessage } from '../../protocol/index.ts';
import {
  type Answered,
  createAssistant,
  createConversation,
  createModel,
  createSearch,
} from '../assistant/index.ts';
import type { Content } from '../content/index.ts';

/** What answers a citizen's questions and searches from the release on the screen. */
export interface Answers {
  /** Takes what the citizen's page of this connection says; what is no question is left alone. */
  heard(message: PageMessage, connection: number): void;
  stop(): void;
}

export interface AnswersOptions {
  assistant: AgentConfiguration['assistant'];
  content: Pick<Content, 'shown'>;
  /** To the page that asked, and to no other. */
  send(message: AgentMessage, connection: number): void;
  /** Told of each reply that was given. */
  answered?: Answered;
  now: () => number;
}

/** Wires the assistant and the search: one index of each language serves both. */
export function openAnswers({ assistant: { model }, content, now, ...options }: AnswersOptions): Answers {
  const released = () => content.shown()?.compiled ?? null;
  let asking = 0;
  const send = (message: AgentMessage) => options.send(message, asking);
  let current = released();
  const assistant = createAssistant({ content: current, model: model ? createModel(model) : null });
  const conversation = createConversation(assistant, send, options.answered);
  /** The assistant, on the release that is shown now. */
  const upToDate = () => {
    const shown = released();
    if (shown !== current) assistant.setContent(shown);
    current = shown;
    return assistant;
  };
  const search = createSearch({
    content: released,
    find: (text, language) => upToDate().find(text, language),
    now,
  });
  const preparing = new Map<string, NodeJS.Immediate>();
  /** Indexes a language as soon as nothing else is to be done: before the first question, and after its page is there. */
  const prepare = (language: string) => {
    if (preparing.has(language)) return;
    const soon = setImmediate(() => {
      preparing.delete(language);
      upToDate().prepare(language);
    });
    preparing.set(language, soon);
  };

  return {
    heard(message, connection) {
      asking = connection;
      if (message.type === 'search') {
        send(search.found(message));
        // The field says its language before the first letter.
        if (message.text.trim() === '') prepare(message.language);
        return;
      }
      upToDate();
      conversation.heard(message);
      if (message.type === 'ask_suggestions') prepare(message.language);
    },
    stop() {
      for (const soon of preparing.values()) clearImmediate(soon);
      preparing.clear();
      assistant.stop();
    },
  };
}
