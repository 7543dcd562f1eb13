import type { WrittenOccasion } from '../../../protocol/content/assistant-schema.ts';
import { writtenOccasions } from '../../../protocol/content/assistant-schema.ts';
import type { Aspect, Lexicon } from '../languages/index.ts';
import { words } from '../text/fold.ts';
import { phraseFinder } from './phrases.ts';

/** What a question says beside its subject. */
export interface Understanding {
  /** Which part of a card is asked for, where that is said. */
  aspect: Aspect | null;
  /** Whether it says nothing else: "how much is it?". */
  onlyAspect: boolean;
  /** Whether it begins like one that goes on with the last. */
  goesOn: boolean;
  /** The one of several that is chosen by its number, from 1. */
  ordinal: number | null;
  yes: boolean;
  /** Danger that comes before everything else. */
  urgent: WrittenOccasion | null;
  /** Small talk, insult or the wish for a person that the whole question consists of, or that it holds. */
  social: { which: WrittenOccasion; whole: boolean } | null;
}

export type Understand = (question: string) => Understanding;

/** Which occasions come before everything else, in their order. */
const urgentOccasions: readonly WrittenOccasion[] = ['crisis', 'violence', 'emergency'];
/** Of phrases as long as each other the first of these wins. */
const aspectOrder: readonly Aspect[] = [
  'costs',
  'outcome',
  'needed',
  'contacts',
  'hours',
  'times',
  'audience',
  'where',
  'summary',
  'how',
];
/** A single word may be one of a longer sentence about something else; it must be most of what is said. */
const wordsBesideOne = 2;

export function understandingOf(lexicon: Lexicon): Understand {
  const aspects = phraseFinder(
    aspectOrder.map((aspect) => [aspect, lexicon.aspects[aspect] ?? []] as const),
    true,
  );
  const written = phraseFinder(
    writtenOccasions.map((which) => [which, lexicon.written[which].phrases] as const),
    true,
  );
  const stop = new Set(words(lexicon.stop));
  const starts = lexicon.followUps.map(words);
  const yes = new Set(lexicon.yes.map((text) => words(text).join(' ')));
  const ordinals = Object.entries(lexicon.ordinals).flatMap(([number, texts]) =>
    texts.map((text) => [words(text).join(' '), Number(number)] as const),
  );

  return (question) => {
    const asked = words(question);
    const whole = asked.join(' ');
    const occasions = written.find(asked);
    const saying = (ignored: { start: number; length: number }) =>
      asked.filter(
        (word, index) =>
          !stop.has(word) && (index < ignored.start || index >= ignored.start + ignored.length),
      ).length;
    // "Help!" is a cry, "help me find work" is a question.
    const besideOne = (word = '') => (stop.has(word) ? 0 : wordsBesideOne);
    const urgent = urgentOccasions.find((which) =>
      occasions.some(
        (found) =>
          found.name === which &&
          (found.length > 1 || which !== 'emergency' || saying(found) <= besideOne(asked[found.start])),
      ),
    );
    const social = occasions
      .filter(({ name }) => !urgentOccasions.includes(name))
      .map((found) => ({ which: found.name, whole: saying(found) === 0 }))
      .sort((one, other) => Number(other.whole) - Number(one.whole));
    const part = aspects.find(asked)[0];
    return {
      aspect: part?.name ?? null,
      onlyAspect: part !== undefined && saying(part) === 0,
      goesOn: starts.some((start) => start.every((word, index) => asked[index] === word)),
      ordinal: ordinals.find(([text]) => text === whole)?.[1] ?? null,
      yes: yes.has(whole),
      urgent: urgent ?? null,
      social: social[0] ?? null,
    };
  };
}
