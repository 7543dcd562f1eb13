import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import fc from 'fast-check';
import { createReader, plainText } from '../../../agent/speech/reading/index.ts';
import { cardinalEn, ordinalEn } from '../../../agent/speech/reading/numbers/en.ts';
import { cardinalIt, ordinalIt } from '../../../agent/speech/reading/numbers/it.ts';
import { romanValue } from '../../../agent/speech/reading/roman.ts';
import { type SpokenLanguage, spokenLanguages } from '../../../protocol/index.ts';

const reader = createReader();

const readings: [SpokenLanguage, string, string][] = [
  [
    'it',
    'Da lunedì a giovedì: 9.00–12.30 e 14.00–16.00',
    'Da lunedì a giovedì: dalle nove alle dodici e trenta e dalle quattordici alle sedici',
  ],
  ['it', 'Apre alle 8:30, chiude alle 13:00.', 'Apre alle otto e trenta, chiude alle tredici.'],
  ['it', 'Aperto 8:30-12:30', 'Aperto dalle otto e trenta alle dodici e trenta'],
  ['it', "Dalle 13:00-14:05 e all'1:00", "Dalle dalle tredici alle quattordici e zero cinque e all'una"],
  ['it', 'Entro il 02/11/2026', 'Entro il due novembre duemilaventisei'],
  [
    'it',
    'Dal 2026-11-01 al 31.12.26',
    'Dal primo novembre duemilaventisei al trentuno dicembre duemilaventisei',
  ],
  ['it', 'L. 104/1992, art. 5', 'legge centoquattro del millenovecentonovantadue, articolo cinque'],
  [
    'it',
    'legge n. 104/92 e D.Lgs. 33/2013',
    'legge centoquattro del novantadue e decreto legislativo trentatré del duemilatredici',
  ],
  [
    'it',
    'Costa € 16,00 o 1.234,50 €.',
    'Costa sedici euro o milleduecentotrentaquattro euro e cinquanta centesimi.',
  ],
  ['it', '1 euro, 1.000.000 euro', 'un euro, un milione di euro'],
  [
    'it',
    'invalidità superiore al 45%, 0,5 %',
    'invalidità superiore al quarantacinque per cento, zero virgola cinque per cento',
  ],
  ['it', 'Tel. 02 77401', 'telefono zero due, sette sette quattro zero uno'],
  ['it', '800 123 456', 'otto zero zero, uno due tre, quattro cinque sei'],
  ['it', '+39 333 1234567', 'più tre nove, tre tre tre, uno due tre quattro cinque sei sette'],
  ['it', 'Chiama il 112 o il 1522.', "Chiama l'uno uno due o il uno cinque due due."],
  ['it', 'P.zza Duomo n. 12/A, 20122 Milano', 'piazza Duomo numero dodici a, due zero uno due due Milano'],
  [
    'it',
    'Via Pio XI, secolo XX, Vittorio Emanuele II',
    'Via Pio undicesimo, secolo ventesimo, Vittorio Emanuele secondo',
  ],
  [
    'it',
    "Scrivi all'URP: urp@comune.milano.it",
    "Scrivi all'urp: urp chiocciola comune punto milano punto it",
  ],
  ['it', 'https://www.inps.it/', 'vu vu vu punto inps punto it'],
  ['it', 'La CI, lo SPID e la M4', "La carta d'identità, lo spid e la emme quattro"],
  ['it', 'SP 14, km 7', 'strada provinciale quattordici, chilometro sette'],
  ['it', 'Giovani (18–29 anni)', 'Giovani (da diciotto a ventinove anni)'],
  ['it', '1 kg, 50 km, 21 m²', 'un chilo, cinquanta chilometri, ventuno metri quadri'],
  ['it', '1° piano, 2ª porta', 'primo piano, seconda porta'],
  ['it', '**Attenzione**: [il modulo](https://a.it/b) <b>qui</b>', 'Attenzione: il modulo qui'],
  ['en', 'Monday: 9:00–12:30 and 2:30 pm', 'Monday: nine to twelve thirty and two thirty p m'],
  ['en', 'On 02/11/2026', 'On the second of November twenty twenty-six'],
  [
    'en',
    '€16.50, 40,000 people, 45%',
    'sixteen euros and fifty cents, forty thousand people, forty-five per cent',
  ],
  ['en', 'since 1990 and 2006', 'since nineteen ninety and two thousand and six'],
  ['en', 'the 22nd, 1 km, 3.75 kg', 'the twenty-second, one kilometre, three point seven five kilos'],
  [
    'en',
    'Call 112 or +39 02 77401',
    'Call one one two or plus three nine, zero two, seven seven four zero one',
  ],
  ['de', 'Am 2.11.2026 um 8:30 Uhr', 'Am zweiten November zweitausendsechsundzwanzig um acht Uhr dreißig'],
  [
    'fr',
    'Le 01/11/2026 de 8h30 à 12h',
    'Le premier novembre deux mille vingt-six de huit heures trente à douze heures',
  ],
  ['fr', '71, 80, 91, 200', 'soixante et onze, quatre-vingts, quatre-vingt-onze, deux cents'],
  ['es', 'El 02/11/2026, 21 euros', 'El dos de noviembre de dos mil veintiséis, veintiún euros'],
  ['ar', '1234', 'ألف ومئتان وأربعة وثلاثون'],
  ['zh', '2026-11-02，8:30', '二零二六年十一月二日，八点三十分'],
  ['zh', '10086', '一万零八十六'],
];

test('texts of offices are read as people read them', (t) => {
  for (const [language, written, spoken] of readings)
    t.is(reader.reading(written, language), spoken, written);
});

test('numbers have their irregular forms', (t) => {
  const italian = [0, 3, 8, 21, 23, 28, 100, 108, 180, 1000, 1001, 2000, 21_000, 1_000_000, 2_300_153];
  t.deepEqual(italian.map(cardinalIt), [
    'zero',
    'tre',
    'otto',
    'ventuno',
    'ventitré',
    'ventotto',
    'cento',
    'centotto',
    'centottanta',
    'mille',
    'milleuno',
    'duemila',
    'ventunmila',
    'un milione',
    'due milioni trecentomilacentocinquantatré',
  ]);
  t.deepEqual(
    [1, 6, 10, 11, 23, 26].map((value) => ordinalIt(value)),
    ['primo', 'sesto', 'decimo', 'undicesimo', 'ventitreesimo', 'ventiseiesimo'],
  );
  t.deepEqual([101, 1001, 12_345].map(cardinalEn), [
    'one hundred and one',
    'one thousand and one',
    'twelve thousand three hundred and forty-five',
  ]);
  t.deepEqual([1, 2, 12, 20, 21].map(ordinalEn), ['first', 'second', 'twelfth', 'twentieth', 'twenty-first']);
  t.deepEqual(['XX', 'XIV', 'MCMXC', 'IIII', 'VX', ''].map(romanValue), [20, 14, 1990, null, null, null]);
});

test('every card and office of the sample content is read without a digit left', (t) => {
  const folder = fileURLToPath(new URL('../../../demo/content', import.meta.url));
  let files = 0;
  for (const language of ['it', 'en'] as const) {
    for (const file of globSync(`${folder}/{cards,offices}/*/${language}.md`)) {
      const spoken = reader.reading(readFileSync(file, 'utf8'), language);
      t.notRegex(spoken, /[\d€%*]/, file);
      files += 1;
    }
  }
  t.true(files > 40);
});

const language = fc.constantFrom(...spokenLanguages);
/** Bits that rules look for, and anything else. */
const bits = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        '12',
        '.',
        ':',
        '-',
        '/',
        ' ',
        '€',
        '%',
        '2026',
        'art.',
        '@',
        'XX',
        '°',
        '[',
        '](',
        '*',
        '<',
        "'",
        'CI',
        '08',
        ',',
        '\n',
        '٣',
        '。',
      ),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
  ),
  { maxLength: 40 },
);

test('any text is read in any language: no digit is left, and every sentence stands in the caption', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(bits, language, (parts, spokenIn) => {
        const text = parts.join('');
        const plain = plainText(text).replace(/\s/g, '');
        for (const sentence of reader.sentencesOf(text, spokenIn)) {
          if (/\d/.test(sentence.spoken)) return false;
          if (!plain.includes(sentence.text.replace(/\s/g, ''))) return false;
          const { start, end } = sentence.rangeOf(0, sentence.spoken.length);
          if (start > end || end > sentence.text.length) return false;
        }
        return true;
      }),
      { numRuns: 2000 },
    ),
  );
});

test('what has been read once reads the same again', (t) => {
  for (const [spokenIn, written] of readings.filter(([, text]) => !/[<[]/.test(text))) {
    const once = reader.reading(written, spokenIn);
    t.is(reader.reading(once, spokenIn).replace(/\s/g, ''), once.replace(/\s/g, ''), written);
  }
});

test('a long text is cut at its pauses, and a text without pauses all the same', (t) => {
  const long = `${'Questa frase, che non finisce, continua ancora; '.repeat(40)}`;
  const sentences = reader.sentencesOf(long, 'it');
  t.true(sentences.every(({ text }) => text.length <= 240));
  t.is(sentences.map(({ text }) => text).join(' '), plainText(long));
  t.true(reader.sentencesOf('a'.repeat(8000), 'it').length > 0);
  t.true(reader.sentencesOf('1'.repeat(8000), 'it').length > 0);
});
