import { type Asked, type Assistant, createAssistant, freshMemory } from '../../agent/assistant/index.ts';
import { type CompiledContent, compileContent } from '../../protocol/content/index.ts';
import { AssistantReply, validatorOf } from '../../protocol/index.ts';
import { sampleContent } from './sample-content.ts';

const checkReply = validatorOf(AssistantReply);

/** The sample content, compiled. */
export async function compiledSample(): Promise<CompiledContent> {
  const { content, problems } = compileContent(await sampleContent(), 'sample');
  if (!content) throw new Error(`the sample content has mistakes: ${problems[0]?.message}`);
  return content;
}

/** A conversation with the assistant whose every reply is held against the schema. */
export class Talk {
  memory = freshMemory();
  readonly assistant: Assistant;
  readonly language: string;

  constructor(assistant: Assistant, language = 'it') {
    this.assistant = assistant;
    this.language = language;
  }

  async ask(question: string): Promise<AssistantReply> {
    return this.take(await this.assistant.ask(question, this.language, this.memory));
  }

  choose(option: string): AssistantReply {
    return this.take(this.assistant.choose(option, this.language, this.memory));
  }

  private take({ reply, memory }: Asked): AssistantReply {
    const checked = checkReply(reply);
    if (!checked.ok) throw new Error(`${checked.error.message}: ${JSON.stringify(reply)}`);
    this.memory = memory;
    return reply;
  }
}

export async function talkInSample(language = 'it'): Promise<Talk> {
  return new Talk(createAssistant({ content: await compiledSample() }), language);
}

/** The reply as an answer; anything else is a failure that says what came. */
export function answered(reply: AssistantReply): Extract<AssistantReply, { kind: 'answer' }> {
  if (reply.kind !== 'answer') throw new Error(`no answer but ${JSON.stringify(reply)}`);
  return reply;
}
