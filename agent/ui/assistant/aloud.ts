import type { AssistantReply } from '../../../protocol/assistant.ts';
import type { Privacy } from '../../../protocol/speech.ts';

/**
 * Who may hear a reply without having asked for it. What is said to somebody in a crisis or who suffers violence
 * would give them away to whoever stands near; a call for help may be heard by all.
 */
export function privacyOf(reply: AssistantReply): Privacy {
  const personal = reply.kind === 'written' && (reply.which === 'crisis' || reply.which === 'violence');
  return personal ? 'personal' : 'public';
}

/** The language that a reply is written in: what is not translated is read as what it is. */
export function languageOf(reply: AssistantReply, asked: string): string {
  return reply.kind === 'answer' ? reply.source.language : asked;
}

/** Numbers to call: short ones such as 112 (Italian numbers of public interest begin with 1), and telephones in groups. */
const callable = /(?<![\p{N}.,:/-])(?:1\d{2,4}|[08]\d{1,3}(?: \d{2,4}){1,3})(?![\p{N}.,:/-]\p{N}|\p{N})/gu;

/** The telephone numbers that a text names, each once, in its order. */
export function numbersToCall(text: string): string[] {
  return [...new Set([...text.matchAll(callable)].map(([number]) => number))];
}
