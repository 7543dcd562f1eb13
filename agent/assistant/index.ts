import type { CompiledContent } from '../../protocol/content/index.ts';
import { type AssistantReply, maximumQuestionCharacters } from '../../protocol/index.ts';
import { type Dialogue, dialogueOf, type Turn } from './dialogue/dialogue.ts';
import type { Memory } from './dialogue/memory.ts';
import type { Model } from './model/model.ts';
import { phrased } from './model/phrase.ts';
import type { Found } from './retrieval/search.ts';

export { type Answered, type Conversation, createConversation } from './conversation.ts';
export { freshMemory, type Memory } from './dialogue/memory.ts';
export { lexiconOf } from './languages/index.ts';
export { createModel, type Model, type ModelAnswer, type ModelRequest } from './model/model.ts';
export { createSearch, type Search, type SearchOptions } from './search.ts';
export { words } from './text/fold.ts';

/** A reply, with the memory that goes with the next question. */
export interface Asked {
  reply: AssistantReply;
  memory: Memory;
}

/**
 * Answers from the published content, and keeps nothing: what a conversation remembers is in the caller's
 * hands. Without a model every reply is there at once and no part of it does input or output.
 */
export interface Assistant {
  /** Answers from another release from now on; null where there is none. */
  setContent(content: CompiledContent | null): void;
  /** Indexes the content in a language before somebody waits for it: some tenths of a second without a pause. */
  prepare(language: string): void;
  ask(question: string, language: string, memory: Memory): Promise<Asked>;
  /** Takes an option that was touched. */
  choose(option: string, language: string, memory: Memory): Asked;
  /** What a text may be about, best first, without answering it: for the search field. */
  find(text: string, language: string): readonly Found[];
  /** Questions to propose, from the content. */
  suggest(language: string): string[];
  stop(): void;
}

export interface AssistantOptions {
  content: CompiledContent | null;
  /** Words answers anew; null leaves them as the content has them. */
  model?: Model | null;
}

const emptyContent: CompiledContent = {
  release: 'none',
  title: {},
  defaultLanguage: 'it',
  languages: [],
  categories: [],
  cards: [],
  offices: [],
  news: [],
  events: [],
  playlist: [],
  assistant: { synonyms: {}, suggestions: {}, written: {}, elsewhere: [], flows: [] },
};

export function createAssistant({ content, model = null }: AssistantOptions): Assistant {
  let current = content ?? emptyContent;
  // A language is indexed when somebody first asks in it: most sessions need one.
  let dialogues = new Map<string, Dialogue>();
  const dialogueIn = (language: string): Dialogue => {
    const known = dialogues.get(language);
    if (known) return known;
    const fresh = dialogueOf(current, language);
    // Languages that the content does not declare come from outside, and must not fill the memory.
    if (dialogues.size >= 12) dialogues.clear();
    dialogues.set(language, fresh);
    return fresh;
  };
  return {
    setContent(next) {
      current = next ?? emptyContent;
      dialogues = new Map();
    },
    prepare(language) {
      dialogueIn(language);
    },
    async ask(question, language, memory) {
      const dialogue = dialogueIn(language);
      const asked = question.slice(0, maximumQuestionCharacters);
      const turn = dialogue.ask(asked, memory);
      return told(model === null ? turn : await phrased(turn, asked, language, model, dialogue));
    },
    choose: (option, language, memory) => told(dialogueIn(language).choose(option, memory)),
    find: (text, language) => dialogueIn(language).find(text.slice(0, maximumQuestionCharacters)),
    suggest(language) {
      const { suggestions } = current.assistant;
      return (
        suggestions[language] ??
        suggestions[language.split('-')[0] ?? ''] ??
        suggestions[current.defaultLanguage] ??
        []
      );
    },
    stop: () => model?.stop(),
  };
}

function told({ reply, memory }: Turn): Asked {
  return { reply, memory };
}
