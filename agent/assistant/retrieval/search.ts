import MiniSearch from 'minisearch';
import type { Analyser } from '../text/analyser.ts';
import { words } from '../text/fold.ts';
import { type Vocabulary, vocabularyOf } from '../text/vocabulary.ts';
import { type Entry, type Field, fields } from './entries.ts';
import { type Unit, unitsOf } from './query.ts';

/** How much a word in each field says about the whole entry. */
const fieldBoost: Record<Field, number> = {
  title: 4,
  asked: 3,
  keywords: 3,
  summary: 2,
  details: 1,
  body: 0.8,
};
const fieldCertainty: Record<Field, number> = {
  title: 1,
  asked: 1,
  keywords: 1,
  summary: 0.9,
  details: 0.7,
  body: 0.65,
};

/** An entry that a question may be about. */
export interface Found {
  entry: Entry;
  /** 0 to 1: by this they are ranked. */
  score: number;
  /** Share of what the question says that the entry says too, 0 to 1. */
  coverage: number;
  /** Likeness of the question to the entry's nearest title, keyword or question, 0 to 1. */
  likeness: number;
}

export interface Searched {
  units: Unit[];
  found: Found[];
  /** How much the question says at all, in idf. */
  said: number;
}

export interface Index {
  search(question: string): Searched;
  /** How well each of these texts says what the units say, 0 to 1. */
  fit(units: readonly Unit[], text: string): number;
  entry(key: string): Entry | undefined;
  analyser: Analyser;
  vocabulary: Vocabulary;
}

interface Phrase {
  /** What each of its stems says, in idf. */
  stems: Map<string, number>;
  /** Their sum. */
  said: number;
}

/** Words that nowhere occur say about as much as rare ones. */
const strangeInformation = 2.6;

export function indexOf(entries: readonly Entry[], analyser: Analyser): Index {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  const mini = new MiniSearch<Record<Field, string> & { id: string }>({
    fields: [...fields],
    tokenize: (text) => text.split(' '),
    processTerm: (term) => term || null,
  });
  const frequency = new Map<string, number>();
  const forms = new Set<string>();
  for (const entry of entries) {
    const texts = fields.map((field) => [field, analyser.stems(entry.fields[field])] as const);
    for (const stem of new Set(texts.flatMap(([, stems]) => stems))) {
      frequency.set(stem, (frequency.get(stem) ?? 0) + 1);
    }
    for (const field of fields) for (const word of words(entry.fields[field])) forms.add(word);
    const joined = Object.fromEntries(texts.map(([field, stems]) => [field, stems.join(' ')]));
    mini.add({
      title: '',
      asked: '',
      keywords: '',
      summary: '',
      details: '',
      body: '',
      ...joined,
      id: entry.key,
    });
  }
  const known = new Set([...analyser.known].filter((word) => !forms.has(word)));
  for (const group of analyser.synonyms)
    for (const expression of group) for (const stem of expression) known.add(stem);
  const vocabulary = vocabularyOf(forms, known);
  const isIndexed = (stem: string) => frequency.has(stem);
  const information = (stem: string) => {
    const count = frequency.get(stem);
    if (count === undefined) return strangeInformation;
    return Math.log(1 + (entries.length - count + 0.5) / (count + 0.5));
  };
  const phrases = new Map(
    entries.map((entry) => [
      entry.key,
      entry.phrases.flatMap((phrase) => phraseOf(analyser.terms(phrase), information)),
    ]),
  );

  return {
    analyser,
    vocabulary,
    entry: (key) => byKey.get(key),
    fit(units, text) {
      const stems = new Set(analyser.stems(text));
      let [hit, all] = [0, 0];
      for (const unit of units) {
        const worth = informationOf(unit, information);
        all += worth;
        hit += worth * hitOf(unit, stems);
      }
      return all === 0 ? 0 : hit / all;
    },
    search(question) {
      const units = unitsOf(question, analyser, vocabulary, isIndexed);
      const matches = units.map((unit) => matchesOf(unit, mini));
      const worths = units.map((unit) => informationOf(unit, information));
      const said = worths.reduce((sum, worth) => sum + worth, 0);
      const keys = new Set(matches.flatMap((match) => [...match.keys()]));
      const raw = [...keys].flatMap((key) => {
        const entry = byKey.get(key);
        if (!entry) return [];
        let [points, covered] = [0, 0];
        matches.forEach((match, index) => {
          const hit = match.get(key);
          if (!hit) return;
          points += hit.points * (units[index]?.weight ?? 0);
          covered += hit.certainty * (worths[index] ?? 0);
        });
        return [{ entry, points, coverage: said === 0 ? 0 : covered / said }];
      });
      const most = Math.max(1e-9, ...raw.map(({ points }) => points));
      const found = raw.map(({ entry, points, coverage }): Found => {
        const likeness = likenessOf(units, worths, said, phrases.get(entry.key) ?? []);
        return { entry, coverage, likeness, score: 0.4 * coverage + 0.4 * likeness + 0.2 * (points / most) };
      });
      found.sort((one, other) => other.score - one.score);
      return { units, found: found.slice(0, 8), said };
    },
  };
}

function phraseOf(
  terms: { stem: string; weight: number }[],
  information: (stem: string) => number,
): Phrase[] {
  const stems = new Map<string, number>();
  for (const { stem, weight } of terms) if (weight > 0) stems.set(stem, weight);
  if (stems.size === 0) return [];
  let said = 0;
  for (const [stem, weight] of stems) {
    const worth = weight * information(stem);
    stems.set(stem, worth);
    said += worth;
  }
  return [{ stems, said }];
}

/** What a unit says in idf: of its own words where the content has them, else of what they may mean. */
function informationOf({ alternatives, weight }: Unit, information: (stem: string) => number): number {
  const own = alternatives[0]?.stems ?? [];
  const each = own.map(information);
  return weight * (each.reduce((sum, value) => sum + value, 0) / Math.max(1, each.length));
}

function hitOf({ alternatives }: Unit, stems: { has(stem: string): boolean }): number {
  let best = 0;
  for (const alternative of alternatives) {
    const hits = alternative.stems.filter((stem) => stems.has(stem)).length;
    // Half an expression is not half of what it means.
    const share = hits === alternative.stems.length ? 1 : (0.4 * hits) / alternative.stems.length;
    best = Math.max(best, alternative.weight * share);
  }
  return best;
}

interface Hit {
  points: number;
  certainty: number;
}

/** Which entries say a unit: by the alternative that says it best. */
function matchesOf(
  { alternatives }: Unit,
  mini: MiniSearch<Record<Field, string> & { id: string }>,
): Map<string, Hit> {
  const best = new Map<string, Hit>();
  for (const { stems, weight } of alternatives) {
    const sums = new Map<string, { points: number; certainty: number; hits: number }>();
    for (const stem of stems) {
      for (const { id, score, match } of mini.search(stem, {
        boost: fieldBoost,
        fuzzy: false,
        prefix: false,
      })) {
        const certainty = Math.max(0, ...Object.values(match).flatMap((names) => names.map(certaintyOf)));
        const sum = sums.get(String(id)) ?? { points: 0, certainty: 0, hits: 0 };
        sums.set(String(id), {
          points: sum.points + score,
          certainty: sum.certainty + certainty,
          hits: sum.hits + 1,
        });
      }
    }
    for (const [key, { points, certainty, hits }] of sums) {
      const whole = hits === stems.length ? weight : weight * 0.4;
      const hit = { points: (points / stems.length) * whole, certainty: (certainty / stems.length) * whole };
      const known = best.get(key);
      best.set(key, {
        points: Math.max(hit.points, known?.points ?? 0),
        certainty: Math.max(hit.certainty, known?.certainty ?? 0),
      });
    }
  }
  return best;
}

function certaintyOf(name: string): number {
  for (const field of fields) if (field === name) return fieldCertainty[field];
  return 0;
}

/** The best harmonic mean of how much of a phrase the question says, and how much of the question it says. */
function likenessOf(
  units: readonly Unit[],
  worths: readonly number[],
  said: number,
  phrases: readonly Phrase[],
): number {
  if (said === 0) return 0;
  let best = 0;
  for (const phrase of phrases) {
    let covered = 0;
    const matched = new Map<string, number>();
    units.forEach((unit, index) => {
      const hit = hitOf(unit, phrase.stems);
      if (hit === 0) return;
      covered += hit * (worths[index] ?? 0);
      for (const alternative of unit.alternatives) {
        for (const stem of alternative.stems) {
          if (phrase.stems.has(stem)) matched.set(stem, Math.max(matched.get(stem) ?? 0, alternative.weight));
        }
      }
    });
    if (covered === 0) continue;
    let recalled = 0;
    for (const [stem, weight] of matched) recalled += weight * (phrase.stems.get(stem) ?? 0);
    const precision = covered / said;
    const recall = Math.min(1, recalled / Math.max(1e-9, phrase.said));
    best = Math.max(best, (2 * precision * recall) / (precision + recall));
  }
  return best;
}
