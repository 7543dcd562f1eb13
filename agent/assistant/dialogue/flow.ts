import type { CompiledContent, Flow, FlowOption, FlowSlot } from '../../../protocol/content/index.ts';
import type { AssistantReply } from '../../../protocol/index.ts';
import { versionOf } from '../retrieval/entries.ts';
import { distance } from '../text/distance.ts';
import { words } from '../text/fold.ts';

/** One step of a short dialogue: the next question, or the answer that the slots choose. */
export function stepOf(
  flow: Flow,
  slots: Readonly<Record<string, string>>,
  content: CompiledContent,
  language: string,
): AssistantReply | undefined {
  const inLanguage = (texts: Record<string, string>) =>
    versionOf(texts, language, content.defaultLanguage)?.version;
  const open = flow.slots.find(({ id }) => slots[id] === undefined);
  if (open) {
    return {
      kind: 'flow',
      flow: flow.id,
      card: flow.card,
      slot: open.id,
      text: inLanguage(open.question) ?? '?',
      options: open.options.map(({ id, label }) => ({
        id: `slot:${id}`,
        label: inLanguage(label) ?? id,
      })),
    };
  }
  const answer = flow.answers.find(({ when }) =>
    Object.entries(when).every(([slot, option]) => slots[slot] === option),
  );
  const card = content.cards.find(({ id }) => id === flow.card);
  const found = card && versionOf(card.versions, language, content.defaultLanguage);
  const text = answer && versionOf(answer.text, language, content.defaultLanguage);
  if (!text || !found) return undefined;
  return {
    kind: 'answer',
    card: flow.card,
    office: found.version.office,
    passage: 'flow',
    text: text.version,
    source: {
      title: found.version.title,
      language: text.language,
      updated: found.version.updated,
      link: found.version.link,
    },
    alternatives: [],
    phrasedBy: 'content',
  };
}

/** The slots that a question fills by itself, with those that are filled already. */
export function filledBy(
  flow: Flow,
  known: Readonly<Record<string, string>>,
  question: string,
): Record<string, string> {
  const filled = { ...known };
  for (const slot of flow.slots) {
    if (filled[slot.id] !== undefined) continue;
    const option = optionIn(slot, question);
    if (option) filled[slot.id] = option.id;
  }
  return filled;
}

/** The option whose label or name occurs in the question; of several the longest. */
function optionIn(slot: FlowSlot, question: string): FlowOption | undefined {
  const asked = words(question);
  let best: { option: FlowOption; length: number } | undefined;
  for (const option of slot.options) {
    for (const name of [...Object.values(option.label), ...option.names]) {
      const wanted = words(name);
      if (wanted.length > 0 && occurs(wanted, asked)) {
        const length = wanted.join(' ').length;
        if (!best || length > best.length) best = { option, length };
      }
    }
  }
  return best?.option;
}

function occurs(wanted: readonly string[], asked: readonly string[]): boolean {
  for (let start = 0; start <= asked.length - wanted.length; start += 1) {
    const holds = wanted.every((word, offset) => {
      const said = asked[start + offset] ?? '';
      if (word === said) return true;
      return word.length >= 6 && word[0] === said[0] && distance(word, said, 1) <= 1;
    });
    if (holds) return true;
  }
  return false;
}
