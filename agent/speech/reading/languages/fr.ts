import { cardinalFr } from '../numbers/fr.ts';
import { rule } from '../rules/numbers.ts';
import type { Grammar } from '../types.ts';
import { abbreviationRule } from './abbreviations.ts';

const months = 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(
  ' ',
);

function clock(hours: number, minutes: number): string {
  const hour =
    hours === 0
      ? 'minuit'
      : hours === 1
        ? 'une heure'
        : `${hours === 21 ? 'vingt et une' : cardinalFr(hours)} heures`;
  return minutes === 0 ? hour : `${hour} ${cardinalFr(minutes)}`;
}

/** Numbers, dates, times, money and the web; acronyms are left to the voice. */
export function french(): Grammar {
  return {
    language: 'fr',
    cardinal: cardinalFr,
    year: cardinalFr,
    date: (day, month, year) =>
      `${day === 1 ? 'premier' : cardinalFr(day)} ${months[month - 1]}${year === null ? '' : ` ${cardinalFr(year)}`}`,
    time: clock,
    timeRange: (from, to) => `de ${from} à ${to}`,
    range: (from, to) => `${from} à ${to}`,
    euros: (whole, one, cents) =>
      `${whole} ${one ? 'euro' : 'euros'}${cents === 0 ? '' : ` ${cardinalFr(cents)}`}`,
    percent: 'pour cent',
    minus: 'moins',
    point: 'virgule',
    decimalSign: ',',
    groupSign: ' ',
    web: { at: 'arobase', dot: 'point', slash: 'barre', dash: 'tiret', underscore: 'tiret bas' },
    units: {
      km: ['un kilomètre', 'kilomètres'],
      m: ['un mètre', 'mètres'],
      cm: ['un centimètre', 'centimètres'],
      'm²': ['un mètre carré', 'mètres carrés'],
      kg: ['un kilo', 'kilos'],
      '°C': ['un degré', 'degrés'],
      min: ['une minute', 'minutes'],
    },
    signs: {
      '%': 'pour cent',
      '&': 'et',
      '+': 'plus',
      '@': 'arobase',
      '€': 'euros',
      '§': 'paragraphe',
      '°': 'degrés',
    },
    letters: null,
    acronyms: {},
    digitGap: ' ',
    groupGap: ', ',
    rules: [
      rule('([01]?\\d|2[0-4])\\s?h\\s?([0-5]\\d)?(?![\\p{L}\\p{N}])', ([, hours = '', minutes = '0']) =>
        clock(Number(hours), Number(minutes)),
      ),
      rule('1er(?!\\p{L})', () => 'premier'),
      abbreviationRule({
        'etc.': 'et cetera',
        'p. ex.': 'par exemple',
        'tél.': 'téléphone',
        'n°': 'numéro',
        'art.': 'article',
        'bd.': 'boulevard',
        'av.': 'avenue',
      }),
    ],
  };
}
