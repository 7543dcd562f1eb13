import type { WrittenOccasion } from '../../../protocol/content/assistant-schema.ts';
import type { CompiledContent, Flow } from '../../../protocol/content/index.ts';
import type { AnswerReply, AskOption, AssistantReply } from '../../../protocol/index.ts';
import { type Lexicon, lexiconOf } from '../languages/index.ts';
import { type Entry, entriesOf, versionOf } from '../retrieval/entries.ts';
import { type Found, type Index, indexOf, type Searched } from '../retrieval/search.ts';
import { type Analyser, acronymsIn, analyserOf } from '../text/analyser.ts';
import { words } from '../text/fold.ts';
import { answerOf } from './answer.ts';
import { filledBy, stepOf } from './flow.ts';
import { judge } from './judge.ts';
import { freshMemory, type Memory } from './memory.ts';
import { type PhraseFinder, phraseFinder } from './phrases.ts';
import { type Understand, type Understanding, understandingOf } from './understanding.ts';

/** A reply with what is to be remembered, and what a language model may look at. */
export interface Turn {
  reply: AssistantReply;
  memory: Memory;
  /** Entries that were found, best first; empty where the reply needs none. */
  found: Found[];
}

/** The assistant in one language, over one release of the content. */
export interface Dialogue {
  ask(question: string, memory: Memory): Turn;
  /** Takes an option that was touched. */
  choose(option: string, memory: Memory): Turn;
  /** Entries that a text may be about, best first. */
  find(text: string): Found[];
  /** What an entry answers to a question, whichever entry was found best. */
  answerFrom(entry: Entry, question: string): AnswerReply | undefined;
  analyser: Analyser;
}

interface Parts {
  content: CompiledContent;
  language: string;
  lexicon: Lexicon;
  index: Index;
  understand: Understand;
  /** Finds the questions that start a dialogue. */
  flows: PhraseFinder<string>;
}

export function dialogueOf(content: CompiledContent, language: string): Dialogue {
  const lexicon = lexiconOf(language);
  const own = content.assistant.synonyms;
  const entries = entriesOf(content, language);
  const acronyms = acronymsIn(entries.flatMap(({ fields }) => Object.values(fields)).join(' . '));
  const synonyms = own[language] ?? own[language.split('-')[0] ?? ''] ?? [];
  const analyser = analyserOf(lexicon, synonyms, acronyms);
  const index = indexOf(entries, analyser);
  const flows = phraseFinder(
    content.assistant.flows.map(
      ({ id, askedAs }) => [id, versionOf(askedAs, language, '')?.version ?? []] as const,
    ),
    true,
  );
  const parts = { content, language, lexicon, index, understand: understandingOf(lexicon), flows };
  return {
    ask: (question, memory) => ask(question, memory, parts),
    choose: (option, memory) => choose(option, memory, parts),
    find: (text) => index.search(text).found,
    answerFrom: (entry, question) =>
      answerOf(entry, index.search(question).units, parts.understand(question).aspect, [], speaker(parts)),
    analyser,
  };
}

function ask(question: string, memory: Memory, parts: Parts): Turn {
  const { understand, index } = parts;
  const understood = understand(question);
  // Danger first, whatever was being talked about.
  if (understood.urgent) return turn(written(understood.urgent, parts), memory);
  if (understood.social?.whole) return turn(written(understood.social.which, parts), memory);
  const chosen = optionMeant(question, understood.ordinal, understood.yes, memory, parts);
  if (chosen !== undefined) return choose(chosen, memory, parts);

  const begun = begin(question, parts);
  if (begun) return begun;
  const searched = index.search(question);
  const verdict = judge(searched, understood.aspect);
  if (memory.flow && verdict.kind !== 'sure') {
    const continued = goOn(question, memory, parts);
    if (continued) return continued;
  }
  const sameSubject = followUp(understood, searched, verdict.kind, memory, parts);
  if (sameSubject) {
    const said = answerOf(sameSubject, searched.units, understood.aspect, [], speaker(parts));
    if (said) return turn(said, { ...freshMemory(), subject: sameSubject.key }, []);
  }
  if (understood.social && outweighs(understood.social.which, verdict.kind)) {
    return turn(written(understood.social.which, parts), memory);
  }
  if (verdict.kind === 'lost') return lost(memory, parts, searched.found);
  if (verdict.kind === 'sure') {
    const { best, others } = verdict;
    return give(best, others, question, searched, memory, parts);
  }
  return offer(verdict.candidates, question, searched, memory, parts);
}

/** Whether small talk inside a question is all there is to it: "devo andare" is, "devo andare al collocamento" is not. */
function outweighs(which: WrittenOccasion, verdict: 'sure' | 'unsure' | 'lost'): boolean {
  if (verdict === 'sure') return false;
  return verdict === 'lost' || which === 'insult' || which === 'person';
}

/** The entry that the question goes on with, where it names no other. */
function followUp(
  { goesOn, aspect, onlyAspect }: Understanding,
  { units, found }: Searched,
  verdict: 'sure' | 'unsure' | 'lost',
  memory: Memory,
  { index }: Parts,
): Entry | undefined {
  const subject = memory.subject === null ? undefined : index.entry(memory.subject);
  if (!subject || (subject.kind !== 'card' && subject.kind !== 'office')) return undefined;
  const heavy = units.filter(({ weight }) => weight >= 0.6);
  const asksPart = aspect !== null;
  if (onlyAspect) return subject;
  if (heavy.length === 0) return asksPart || goesOn ? subject : undefined;
  const same = found.find(({ entry }) => entry.key === subject.key);
  const best = found[0];
  // "And for foreigners?" names something, but only as a part of what was spoken of.
  if (goesOn && same && best && same.coverage >= 0.4 && best.score - same.score < 0.25) return subject;
  if (verdict !== 'sure' && (goesOn || asksPart) && same && same.coverage >= 0.3) return subject;
  return undefined;
}

function give(
  best: Found,
  others: readonly Found[],
  question: string,
  searched: Searched,
  memory: Memory,
  parts: Parts,
): Turn {
  const { entry } = best;
  if (entry.kind === 'elsewhere')
    return turn(elsewhere(entry.id, parts), { ...freshMemory(), subject: null });
  const alternatives = optionsOf(others).slice(0, 2);
  const { aspect } = parts.understand(question);
  const said = answerOf(entry, searched.units, aspect, alternatives, speaker(parts));
  if (!said) return lost(memory, parts, searched.found);
  const options = alternatives.map(({ id }) => id);
  return turn(said, { ...freshMemory(), subject: entry.key, options }, searched.found);
}

/** Several may be meant: to be touched, with a way out where only one can be shown. */
function offer(
  candidates: readonly Found[],
  question: string,
  searched: Searched,
  memory: Memory,
  parts: Parts,
): Turn {
  const [best, ...others] = candidates;
  if (!best) return lost(memory, parts, searched.found);
  if (best.entry.kind === 'elsewhere') return give(best, others, question, searched, memory, parts);
  const options = optionsOf(candidates);
  if (options.length === 1) options.push({ id: 'other', label: parts.lexicon.texts.other });
  if (options.length < 2) return lost(memory, parts, searched.found);
  return turn(
    { kind: 'choice', text: parts.lexicon.texts.choice, options: options.slice(0, 3) },
    { ...freshMemory(), subject: memory.subject, options: options.map(({ id }) => id) },
    searched.found,
  );
}

function choose(option: string, memory: Memory, parts: Parts): Turn {
  const { content, index } = parts;
  if (option.startsWith('slot:') && memory.flow) {
    const { id, slots } = memory.flow;
    const flow = content.assistant.flows.find((known) => known.id === id);
    const open = flow?.slots.find((slot) => slots[slot.id] === undefined);
    const value = option.slice('slot:'.length);
    if (flow && open?.options.some((known) => known.id === value)) {
      const taken = take(flow, { ...slots, [open.id]: value }, parts);
      if (taken) return taken;
    }
  }
  const entry = index.entry(option);
  const said = entry && answerOf(entry, [], null, [], speaker(parts));
  if (said) return turn(said, { ...freshMemory(), subject: option });
  return lost(memory, parts, []);
}

/** The option that was said instead of touched: by its number, by yes to the only one, or by its title. */
function optionMeant(
  question: string,
  ordinal: number | null,
  yes: boolean,
  { options, flow }: Memory,
  { index }: Parts,
): string | undefined {
  if (flow || options.length === 0) return undefined;
  if (ordinal !== null) return options[ordinal - 1];
  if (yes) return options[0];
  const units = index.search(question).units;
  if (units.length === 0) return undefined;
  const named = options.filter((key) => {
    const title = index.entry(key)?.title;
    return title !== undefined && index.fit(units, title) > 0.9;
  });
  return named.length === 1 ? named[0] : undefined;
}

/** Starts the dialogue that the question asks for word by word. */
function begin(question: string, parts: Parts): Turn | undefined {
  const name = parts.flows.find(words(question))[0]?.name;
  const flow = parts.content.assistant.flows.find(({ id }) => id === name);
  return flow && take(flow, filledBy(flow, {}, question), parts);
}

function goOn(question: string, memory: Memory, parts: Parts): Turn | undefined {
  const flow = parts.content.assistant.flows.find(({ id }) => id === memory.flow?.id);
  if (!flow || !memory.flow) return undefined;
  const before = Object.keys(memory.flow.slots).length;
  const slots = filledBy(flow, memory.flow.slots, question);
  return Object.keys(slots).length > before ? take(flow, slots, parts) : undefined;
}

function take(flow: Flow, slots: Record<string, string>, parts: Parts): Turn | undefined {
  const reply = stepOf(flow, slots, parts.content, parts.language);
  if (!reply) return undefined;
  if (reply.kind !== 'flow') return turn(reply, { ...freshMemory(), subject: `card:${flow.card}` });
  const options = reply.options.map(({ id }) => id);
  return turn(reply, {
    ...freshMemory(),
    subject: `card:${flow.card}`,
    flow: { id: flow.id, slots },
    options,
  });
}

/** Once it asks to say it differently; then it says that it does not know. */
function lost(memory: Memory, { lexicon: { texts } }: Parts, found: Found[]): Turn {
  if (!memory.rephrased) {
    return turn(
      { kind: 'rephrase', text: texts.rephrase },
      { ...memory, options: [], rephrased: true },
      found,
    );
  }
  const reply: AssistantReply = { kind: 'unknown', text: texts.unknown, elsewhere: null, offerPerson: true };
  return turn(reply, { ...memory, options: [] }, found);
}

function elsewhere(id: string, { content, language, lexicon }: Parts): AssistantReply {
  const known = content.assistant.elsewhere.find((item) => item.id === id);
  const text = known && versionOf(known.text, language, content.defaultLanguage)?.version;
  return {
    kind: 'unknown',
    text: text ?? lexicon.texts.elsewhereUnknown,
    elsewhere: id,
    offerPerson: true,
  };
}

function written(which: WrittenOccasion, { content, language, lexicon }: Parts): AssistantReply {
  const own = content.assistant.written[which];
  const text = own?.[language] ?? own?.[language.split('-')[0] ?? ''] ?? lexicon.written[which].text;
  const offerPerson = which === 'person' || which === 'insult' || which === 'crisis' || which === 'violence';
  return { kind: 'written', which, text, offerPerson };
}

function optionsOf(found: readonly Found[]): AskOption[] {
  return found
    .filter(({ entry }) => entry.kind !== 'elsewhere')
    .map(({ entry }) => ({ id: entry.key, label: entry.title }));
}

function speaker({ content, index, lexicon, language }: Parts) {
  return { content, index, texts: lexicon.texts, language };
}

function turn(reply: AssistantReply, memory: Memory, found: Found[] = []): Turn {
  return { reply, memory, found };
}
