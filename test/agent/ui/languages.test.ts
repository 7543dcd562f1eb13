import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { createDictionary } from '../../../agent/ui/languages/index.ts';
import { visibleTexts } from './texts-in-code.ts';

const page = join(import.meta.dirname, '../../../agent/ui');
const others = ['en', 'de', 'fr', 'es', 'ar', 'zh'] as const;

/** Texts that are rightly the same in Italian and in another language. */
const sameOnPurpose: Record<string, readonly string[]> = {
  en: ['Tram', 'No', 'Volume'],
  fr: ['Volume'],
  es: ['No', 'Calma'],
};
/** Texts of punctuation alone. */
const wordless = /^[\P{L}]*$/u;

type Texts = ReadonlyMap<string, string>;

async function textsOf(language: string): Promise<Texts> {
  const file: unknown = JSON.parse(await readFile(join(page, 'languages', `${language}.json`), 'utf8'));
  return new Map(leavesOf(file, ''));
}

function leavesOf(value: unknown, path: string): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value ?? {}).flatMap(([key, inner]) =>
    leavesOf(inner, path === '' ? key : `${path}.${key}`),
  );
}

const formOf = (key: string) => /_(zero|one|two|few|many|other)$/.exec(key)?.[1];
const baseOf = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, '');
const placesIn = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

const italian = await textsOf('it');
const bases = new Set([...italian.keys()].map(baseOf));
const plurals = new Set([...italian.keys()].filter((key) => formOf(key)).map(baseOf));

for (const language of others) {
  test(`every text of the page, and no other, is there in ${language}`, async (t) => {
    const texts = await textsOf(language);
    t.deepEqual(new Set([...texts.keys()].map(baseOf)), bases);
    t.deepEqual(
      [...texts].filter(([, text]) => text.trim() === '').map(([key]) => key),
      [],
    );
  });

  test(`no text in ${language} was left in Italian`, async (t) => {
    const texts = await textsOf(language);
    const shared = sameOnPurpose[language] ?? [];
    const left = [...texts]
      .filter(([key, text]) => italian.get(key) === text && !wordless.test(text) && !shared.includes(text))
      .map(([key]) => key);
    t.deepEqual(left, []);
  });

  test(`texts in ${language} have room for what is put into them`, async (t) => {
    const wrong: string[] = [];
    for (const [key, text] of await textsOf(language)) {
      const base = baseOf(key);
      const form = formOf(key);
      const wanted = placesIn(italian.get(key) ?? italian.get(`${base}_other`) ?? '');
      const found = placesIn(text);
      // "One service" and "two services" may be words alone; every other form says its number.
      const mayLack = form === 'zero' || form === 'one' || form === 'two';
      const fits = mayLack ? found.every((place) => wanted.includes(place)) : found.join() === wanted.join();
      if (!fits) wrong.push(key);
    }
    t.deepEqual(wrong, []);
  });
}

for (const language of ['it', ...others]) {
  test(`numbers in ${language} have the plural forms of the language (CLDR)`, async (t) => {
    const texts = await textsOf(language);
    const locale = createDictionary().localeOf(language);
    const rules = new Intl.PluralRules(locale);
    // Numbers on this screen are small: the form that some languages have for millions is not needed.
    const needed = new Set(Array.from({ length: 1001 }, (_, count) => rules.select(count)));
    const possible: readonly string[] = rules.resolvedOptions().pluralCategories;
    for (const base of plurals) {
      const forms = [...texts.keys()].filter((key) => formOf(key) && baseOf(key) === base).map(formOf);
      for (const form of needed) t.true(forms.includes(form), `${base}_${form}`);
      for (const form of forms) t.true(form !== undefined && possible.includes(form), `${base}_${form}`);
    }
  });

  test(`every number can be said in ${language}, without a text of another language`, (t) => {
    const missed: string[] = [];
    const words = createDictionary((_, key) => missed.push(key)).in(language);
    for (const count of [0, 1, 2, 3, 11, 100, 1000]) {
      const said = words('search.results', { count });
      t.false(said.includes('{{') || said.includes('search.results'), said);
    }
    t.deepEqual(missed, []);
  });
}

test('in French no line begins with a high mark', async (t) => {
  const wrong = [...(await textsOf('fr'))].filter(([, text]) => / [:;?!»]/.test(text)).map(([key]) => key);
  t.deepEqual(wrong, []);
});

test('names of languages are in the language of whoever reads, or their own', (t) => {
  const dictionary = createDictionary();
  t.is(dictionary.nameOf('it'), 'Italiano');
  t.is(dictionary.nameOf('it', 'en'), 'Italian');
  t.is(dictionary.nameOf('it', 'ar'), 'الإيطالية');
  t.is(dictionary.nameOf('ar', 'ar'), 'العربية');
  t.is(dictionary.nameOf('sr'), 'српски');
  t.deepEqual(dictionary.writtenIn('ar'), { lang: 'ar', dir: 'rtl' });
  t.deepEqual(dictionary.writtenIn('zh'), { lang: 'zh', dir: 'ltr' });
  t.is(dictionary.directionOf('fa'), 'rtl');
});

test('what is put into a sentence from right to left keeps its own order', (t) => {
  const { in: wordsIn } = createDictionary();
  t.true(wordsIn('ar')('map.label', { name: 'Via Vivaio 1' }).includes('\u2068Via Vivaio 1\u2069'));
  t.true(wordsIn('it')('map.label', { name: 'Via Vivaio 1' }).endsWith('Via Vivaio 1'));
  t.is(wordsIn('ar')('faults.none', { defaultValue: 'x' }), 'x');
});

test('no words are written in the code of the page', async (t) => {
  const found: string[] = [];
  for (const entry of await readdir(page, { recursive: true, withFileTypes: true })) {
    if (!entry.name.endsWith('.tsx')) continue;
    const path = join(entry.parentPath, entry.name);
    for (const text of visibleTexts(entry.name, await readFile(path, 'utf8'))) {
      found.push(`${entry.name}: ${text}`);
    }
  }
  t.deepEqual(found, []);
  const example = '<p class="big" title="Ciao">Buon{b}{`giorno`}{"!"}<i aria-label={b} /><code>ls</code></p>';
  t.deepEqual(visibleTexts('example.tsx', `export const a = (b: string) => ${example};`).sort(), [
    'Buon',
    'Ciao',
    'giorno',
  ]);
});
