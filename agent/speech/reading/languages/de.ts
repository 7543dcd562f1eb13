import { cardinalDe, ordinalDe, yearDe } from '../numbers/de.ts';
import { rule } from '../rules/numbers.ts';
import type { Grammar } from '../types.ts';
import { abbreviationRule } from './abbreviations.ts';

const months = 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(
  ' ',
);

/** Numbers, dates, times, money and the web; acronyms are left to the voice. */
export function german(): Grammar {
  return {
    language: 'de',
    cardinal: cardinalDe,
    year: yearDe,
    date: (day, month, year, before) =>
      `${ordinalDe(day, /(?:am|Am|vom|zum|den|dem|bis)\s$/.test(before) ? 'en' : 'er')} ${months[month - 1]}${year === null ? '' : ` ${yearDe(year)}`}`,
    time: (hours, minutes) =>
      `${hours === 1 ? 'ein' : cardinalDe(hours)} Uhr${minutes === 0 ? '' : ` ${cardinalDe(minutes)}`}`,
    timeRange: (from, to) => `von ${from} bis ${to}`,
    range: (from, to) => `${from} bis ${to}`,
    euros: (whole, one, cents) => `${one ? 'ein' : whole} Euro${cents === 0 ? '' : ` ${cardinalDe(cents)}`}`,
    percent: 'Prozent',
    minus: 'minus',
    point: 'Komma',
    decimalSign: ',',
    groupSign: '.',
    web: { at: 'ät', dot: 'Punkt', slash: 'Schrägstrich', dash: 'Strich', underscore: 'Unterstrich' },
    units: {
      km: ['ein Kilometer', 'Kilometer'],
      m: ['ein Meter', 'Meter'],
      cm: ['ein Zentimeter', 'Zentimeter'],
      'm²': ['ein Quadratmeter', 'Quadratmeter'],
      kg: ['ein Kilo', 'Kilo'],
      '°C': ['ein Grad', 'Grad'],
      min: ['eine Minute', 'Minuten'],
    },
    signs: { '%': 'Prozent', '&': 'und', '+': 'plus', '@': 'ät', '€': 'Euro', '§': 'Paragraf', '°': 'Grad' },
    letters: null,
    acronyms: {},
    digitGap: ' ',
    groupGap: ', ',
    rules: [
      rule(
        '([01]?\\d|2[0-4])[:.]([0-5]\\d)(?:\\s?Uhr)(?!\\p{L})',
        ([, hours = '', minutes = '']) =>
          `${hours === '1' ? 'ein' : cardinalDe(Number(hours))} Uhr${minutes === '00' ? '' : ` ${cardinalDe(Number(minutes))}`}`,
      ),
      rule(
        '(\\d{1,2})\\.\\s(?=(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember))',
        ([, day = ''], before) => `${ordinalDe(Number(day), /(?:der|Der)\s$/.test(before) ? 'e' : 'en')} `,
      ),
      rule('1[1-9]\\d{2}(?![\\d.,:/-]\\d|\\d|\\s?€)', ([year = '']) => yearDe(Number(year))),
      abbreviationRule({
        'z.B.': 'zum Beispiel',
        'z. B.': 'zum Beispiel',
        'd.h.': 'das heißt',
        'usw.': 'und so weiter',
        'bzw.': 'beziehungsweise',
        'Tel.': 'Telefon',
        'Nr.': 'Nummer',
        'Str.': 'Straße',
        'ca.': 'circa',
        'Art.': 'Artikel',
      }),
    ],
  };
}
