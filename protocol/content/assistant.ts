import { AssistantSchema, type AssistantValue } from './assistant-schema.ts';
import type { AssistantContent, Flow } from './compiled.ts';
import { type ContentFile, readText } from './files.ts';
import type { Head } from './head.ts';
import type { Report } from './problems.ts';
import { pointerOf, shapeCheckOf } from './shape.ts';
import { entriesOf, itemsOf, type PositionedYaml, readYaml } from './yaml.ts';

const checkAssistant = shapeCheckOf(AssistantSchema);

/** Reads `assistant.yaml`; content without one leaves the assistant with cards and offices. */
export function readAssistant(
  files: ReadonlyMap<string, ContentFile>,
  head: Head,
  cards: ReadonlySet<string>,
  report: Report,
): AssistantContent {
  const file = files.get('assistant.yaml');
  const text = file && readText(file, report);
  const yaml = file && text !== undefined ? readYaml(text, file.path, report) : undefined;
  if (!file || !yaml) return assistantOf(undefined);
  const value = checkAssistant(yaml, file.path, report);
  const at = (path: string[], message: string) =>
    report(file.path, yaml.lineOf(path), message, pointerOf(path));
  checkLanguages(yaml, head, at);
  checkIds(yaml, at);
  value?.flows?.forEach((flow, index) => {
    checkFlow(flow, ['flows', String(index)], cards, at);
  });
  return assistantOf(value);
}

function assistantOf(value: AssistantValue | undefined): AssistantContent {
  return {
    synonyms: value?.synonyms ?? {},
    suggestions: value?.suggestions ?? {},
    written: Object.fromEntries(
      Object.entries(value?.written ?? {}).flatMap(([occasion, texts]) => (texts ? [[occasion, texts]] : [])),
    ),
    elsewhere: value?.elsewhere ?? [],
    flows: (value?.flows ?? []).map(flowOf),
  };
}

function flowOf({ id, card, askedAs, slots, answers }: NonNullable<AssistantValue['flows']>[number]): Flow {
  return {
    id,
    card,
    askedAs,
    slots: slots.map((slot) => ({
      ...slot,
      options: slot.options.map((option) => ({ ...option, names: option.names ?? [] })),
    })),
    answers,
  };
}

type ReportAt = (path: string[], message: string) => void;

/** Every record by language, wherever it stands: none undeclared, and texts exist in the default language. */
function checkLanguages({ value }: PositionedYaml, head: Head, at: ReportAt): void {
  const { languages, defaultLanguage } = head;
  const declared = (texts: unknown, path: string[]) => {
    for (const language of Object.keys(entriesOf(texts))) {
      if (languages && !languages.includes(language)) {
        at(
          [...path, language],
          `the language ${language} is not declared: add it to languages in content.yaml, or remove it here`,
        );
      }
    }
  };
  const complete = (texts: unknown, path: string[]) => {
    declared(texts, path);
    if (defaultLanguage !== undefined && entriesOf(texts)[defaultLanguage] === undefined) {
      at(path, `${path.join('.')} has no text in ${defaultLanguage}, the default language: add it`);
    }
  };
  const all = entriesOf(value);
  declared(all.synonyms, ['synonyms']);
  declared(all.suggestions, ['suggestions']);
  for (const [occasion, texts] of Object.entries(entriesOf(all.written))) {
    complete(texts, ['written', occasion]);
  }
  const each = (
    list: unknown,
    path: string[],
    check: (item: Record<string, unknown>, path: string[]) => void,
  ) =>
    itemsOf(list).forEach((item, index) => {
      check(entriesOf(item), [...path, String(index)]);
    });
  each(all.elsewhere, ['elsewhere'], (item, path) => {
    declared(item.askedAs, [...path, 'askedAs']);
    complete(item.text, [...path, 'text']);
  });
  each(all.flows, ['flows'], (flow, path) => {
    declared(flow.askedAs, [...path, 'askedAs']);
    each(flow.answers, [...path, 'answers'], (answer, inner) => complete(answer.text, [...inner, 'text']));
    each(flow.slots, [...path, 'slots'], (slot, inner) => {
      complete(slot.question, [...inner, 'question']);
      each(slot.options, [...inner, 'options'], (option, innermost) =>
        complete(option.label, [...innermost, 'label']),
      );
    });
  });
}

function checkIds({ value }: PositionedYaml, at: ReportAt): void {
  const all = entriesOf(value);
  const once = (list: unknown, path: string[]) => {
    const seen = new Set<unknown>();
    itemsOf(list).forEach((item, index) => {
      const { id } = entriesOf(item);
      if (id !== undefined && seen.has(id)) {
        at([...path, String(index), 'id'], `the id ${String(id)} is given twice: change one`);
      }
      seen.add(id);
    });
  };
  once(all.elsewhere, ['elsewhere']);
  once(all.flows, ['flows']);
  itemsOf(all.flows).forEach((flow, index) => {
    const path = ['flows', String(index), 'slots'];
    const { slots } = entriesOf(flow);
    once(slots, path);
    itemsOf(slots).forEach((slot, inner) => {
      once(entriesOf(slot).options, [...path, String(inner), 'options']);
    });
  });
}

function checkFlow(
  flow: NonNullable<AssistantValue['flows']>[number],
  path: string[],
  cards: ReadonlySet<string>,
  at: ReportAt,
): void {
  if (!cards.has(flow.card)) {
    at([...path, 'card'], `there is no card ${flow.card}: add it in cards/, or use one that exists`);
  }
  const slots = new Map(flow.slots.map((slot) => [slot.id, new Set(slot.options.map(({ id }) => id))]));
  flow.answers.forEach(({ when }, index) => {
    for (const [slot, option] of Object.entries(when)) {
      const place = [...path, 'answers', String(index), 'when', slot];
      const options = slots.get(slot);
      if (!options) at(place, `this flow has no slot ${slot}: use one of ${[...slots.keys()].join(', ')}`);
      else if (!options.has(option)) {
        at(place, `slot ${slot} has no option ${option}: use one of ${[...options].join(', ')}`);
      }
    }
  });
  const unanswered = [...combinations(flow)].find(
    (chosen) =>
      !flow.answers.some(({ when }) =>
        Object.entries(when).every(([slot, option]) => chosen[slot] === option),
      ),
  );
  if (unanswered) {
    const words = Object.entries(unanswered).map(([slot, option]) => `${slot} ${option}`);
    at([...path, 'answers'], `no answer holds for ${words.join(', ')}: add one, or a last one with when: {}`);
  }
}

/** Every way the slots can be filled; the schema keeps it below 40⁵, and a last answer ends the search early. */
function* combinations({
  slots,
  answers,
}: NonNullable<AssistantValue['flows']>[number]): Generator<Record<string, string>> {
  if (answers.some(({ when }) => Object.keys(when).length === 0)) return;
  let count = 1;
  for (const { options } of slots) count *= options.length;
  for (let number = 0; number < Math.min(count, 20_000); number += 1) {
    const chosen: Record<string, string> = {};
    let rest = number;
    for (const { id, options } of slots) {
      chosen[id] = options[rest % options.length]?.id ?? '';
      rest = Math.floor(rest / options.length);
    }
    yield chosen;
  }
}
