import { cardinalEn, ordinalEn, yearEn } from '../numbers/en.ts';
import { romanRule } from '../rules/names.ts';
import { rule } from '../rules/numbers.ts';
import type { Grammar } from '../types.ts';
import { abbreviationRule } from './abbreviations.ts';

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

const letters: Record<string, string> = Object.fromEntries(
  [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => [letter, letter === 'a' ? 'ay' : letter.toUpperCase()]),
);

const abbreviations: Record<string, string> = {
  'e.g.': 'for example',
  'i.e.': 'that is',
  'etc.': 'et cetera',
  'approx.': 'approximately',
  'art.': 'article',
  'arts.': 'articles',
  'no.': 'number',
  'nos.': 'numbers',
  'tel.': 'telephone',
  'ext.': 'extension',
  'mr.': 'mister',
  'mrs.': 'missis',
  'ms.': 'miss',
  'dr.': 'doctor',
  'prof.': 'professor',
  'sq.': 'square',
  'ave.': 'avenue',
  'blvd.': 'boulevard',
  'mon.': 'Monday',
  'tue.': 'Tuesday',
  'wed.': 'Wednesday',
  'thu.': 'Thursday',
  'fri.': 'Friday',
  'vs.': 'versus',
  'p.m.': 'p m',
  'a.m.': 'a m',
  'and/or': 'and or',
  NASpI: 'naspi',
  eIDAS: 'eidas',
};

export function english(): Grammar {
  return {
    language: 'en',
    cardinal: cardinalEn,
    year: yearEn,
    date: (day, month, year, before) =>
      `${/\b[Tt]he\s$/.test(before) ? '' : 'the '}${ordinalEn(day)} of ${months[month - 1]}${year === null ? '' : ` ${yearEn(year)}`}`,
    time: (hours, minutes) => {
      if (minutes === 0) return hours === 0 ? 'midnight' : cardinalEn(hours);
      return `${cardinalEn(hours)} ${minutes < 10 ? `oh ${cardinalEn(minutes)}` : cardinalEn(minutes)}`;
    },
    timeRange: (from, to) => `${from} to ${to}`,
    range: (from, to) => `${from} to ${to}`,
    euros: (whole, one, cents) => {
      const amount = `${whole} ${one ? 'euro' : 'euros'}`;
      return cents === 0 ? amount : `${amount} and ${cardinalEn(cents)} cent${cents === 1 ? '' : 's'}`;
    },
    percent: 'per cent',
    minus: 'minus',
    point: 'point',
    decimalSign: '.',
    groupSign: ',',
    web: { at: 'at', dot: 'dot', slash: 'slash', dash: 'dash', underscore: 'underscore' },
    units: {
      km: ['one kilometre', 'kilometres'],
      'km/h': ['one kilometre an hour', 'kilometres an hour'],
      m: ['one metre', 'metres'],
      cm: ['one centimetre', 'centimetres'],
      mm: ['one millimetre', 'millimetres'],
      'm²': ['one square metre', 'square metres'],
      'm³': ['one cubic metre', 'cubic metres'],
      kg: ['one kilo', 'kilos'],
      g: ['one gram', 'grams'],
      t: ['one tonne', 'tonnes'],
      l: ['one litre', 'litres'],
      ml: ['one millilitre', 'millilitres'],
      kW: ['one kilowatt', 'kilowatts'],
      kWh: ['one kilowatt hour', 'kilowatt hours'],
      cc: ['one cubic centimetre', 'cubic centimetres'],
      '°C': ['one degree', 'degrees'],
      MB: ['one megabyte', 'megabytes'],
      GB: ['one gigabyte', 'gigabytes'],
      min: ['one minute', 'minutes'],
      am: ['one a m', 'a m'],
      pm: ['one p m', 'p m'],
    },
    signs: {
      '%': 'per cent',
      '&': 'and',
      '+': 'plus',
      '@': 'at',
      '€': 'euros',
      '£': 'pounds',
      '=': 'equals',
      '§': 'section',
      '/': 'or',
      '°': 'degrees',
      '×': 'by',
    },
    letters,
    acronyms: {
      URP: 'urp',
      SPID: 'spid',
      ISEE: 'isay',
      INPS: 'inps',
      FOIA: 'foya',
      CIE: 'electronic identity card',
      CNS: 'national services card',
      NASPI: 'naspi',
      SUAP: 'suap',
      SCIA: 'sheea',
      AUA: 'owa',
      PIN: 'pin',
      OK: 'okay',
      US: 'us',
      IT: 'I T',
      CURIT: 'curit',
      NAS: 'nas',
      DID: 'did',
      SP: 'provincial road',
      SS: 'state road',
    },
    digitGap: ' ',
    groupGap: ', ',
    rules: [
      rule('(\\d{1,4})(?:st|nd|rd|th)(?!\\p{L})', ([, value = '']) => ordinalEn(Number(value))),
      rule(
        '(\\d{1,2}):([0-5]\\d)\\s?(am|pm|a\\.m\\.|p\\.m\\.)(?!\\p{L})',
        ([, hours = '', minutes = '', half = '']) =>
          `${cardinalEn(Number(hours))}${minutes === '00' ? '' : ` ${cardinalEn(Number(minutes))}`} ${half[0]} m`,
      ),
      rule(
        '(\\d{1,4})/((?:19|20)\\d{2})(?![\\d/])',
        ([, number = '', year = '']) => `${cardinalEn(Number(number))} of ${yearEn(Number(year))}`,
      ),
      rule(
        '(\\d{1,4})/(\\p{L})(?!\\p{L})',
        ([, number = '', part = '']) =>
          `${cardinalEn(Number(number))} ${letters[part.toLowerCase()] ?? part}`,
      ),
      rule('\\d{5}(?=\\s\\p{Lu}\\p{Ll})', ([code = '']) =>
        [...code].map((digit) => cardinalEn(Number(digit))).join(' '),
      ),
      // Four figures without a comma, of our time, are a year.
      rule('(?:1[89]|20)\\d{2}(?![\\d,.:/-]\\d|\\d|\\s?[€£%]|\\s?euros?)', ([year = ''], before) =>
        /[€£]\s?$/.test(before) ? null : yearEn(Number(year)),
      ),
      rule('[Kk]m\\s(?=\\d)', () => 'kilometre '),
      romanRule(
        /(?:century|pope|king|chapter|title|annex|part|class|table|Umberto|Vittorio|Emanuele|Charles)\s$/i,
        (value, before) => (/\b[Tt]he\s$/.test(before) ? '' : 'the ') + ordinalEn(value),
      ),
      abbreviationRule(abbreviations),
    ],
  };
}
