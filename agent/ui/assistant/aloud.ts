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

/**
 * Numbers to call: those of emergency and public interest in Italy (112 to 118, 116 and three figures, 15 and two, 19 and
 * three), and telephones in groups of figures, which no-break spaces hold together in a text from right to left. The engine
 * of a totem knows no lookbehind, so what stands before is taken along.
 */
const callable =
  /(?:^|[^\p{N}.,:/-])(11[2-8]|116\d{3}|15\d{2}|19\d{3}|[08]\d{1,3}(?:[ \u00a0]\d{2,4}){1,3})(?![\p{N}.,:/-]\p{N}|\p{N})/gu;

/** The telephone numbers that a text names, each once, in its order. */
export function numbersToCall(text: string): string[] {
  return [
    ...new Set([...text.matchAll(callable)].flatMap(([, number]) => number?.replaceAll('\u00a0', ' ') ?? [])),
  ];
}
