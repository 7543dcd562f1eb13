import type { AssistantReply } from '../../../protocol/index.ts';
import type { Dialogue, Turn } from '../dialogue/dialogue.ts';
import type { Entry } from '../retrieval/entries.ts';
import type { Model } from './model.ts';
import { isSupported } from './support.ts';

/** Entries and passages of each that a model sees at most. */
const maximumEntries = 3;
const maximumPassages = 6;

/**
 * Lets the model word an answer anew, or pick one of several that were found. Whatever it says that the passages
 * do not support, and whatever comes late or broken, leaves the turn as it was.
 */
export async function phrased(
  turn: Turn,
  question: string,
  language: string,
  model: Model,
  { analyser, answerFrom }: Dialogue,
): Promise<Turn> {
  const { reply } = turn;
  if (reply.kind !== 'answer' && reply.kind !== 'choice') return turn;
  const passages = passagesFor(turn);
  if (passages.length === 0) return turn;
  const asked = passages.map(({ entry, text }, index) => ({ number: index + 1, title: entry.title, text }));
  const result = await model.answer({ question, language, passages: asked });
  if (!result.ok) return turn;
  const used = result.value.passages.flatMap((number) => passages[number - 1] ?? []);
  const entry = used[0]?.entry;
  // An answer from several entries would have several sources: only one can be shown.
  if (!entry || used.length !== result.value.passages.length || used.some((other) => other.entry !== entry))
    return turn;
  const base =
    reply.kind === 'answer' && turn.memory.subject === entry.key ? reply : answerFrom(entry, question);
  if (!base) return turn;
  const texts = [base.text, entry.title, ...used.map(({ text }) => text)];
  if (!isSupported(result.value.text, question, texts, analyser)) return turn;
  const worded: AssistantReply = { ...base, text: result.value.text, phrasedBy: 'model' };
  return { ...turn, reply: worded, memory: { ...turn.memory, subject: entry.key } };
}

function passagesFor({ found, reply }: Turn): { entry: Entry; text: string }[] {
  return found
    .map(({ entry }) => entry)
    .filter(({ kind }) => kind === 'card' || kind === 'office')
    .slice(0, maximumEntries)
    .flatMap((entry) => {
      const answered = reply.kind === 'answer' && `${entry.kind}:${reply.card ?? reply.office}` === entry.key;
      const texts = entry.passages.map(({ heading, text }) =>
        heading === null ? text : `${heading}: ${text}`,
      );
      const first = answered ? [reply.text, ...texts] : texts;
      return first.slice(0, maximumPassages).map((text) => ({ entry, text }));
    });
}
