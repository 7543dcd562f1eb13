import { cardinalEs } from '../numbers/es.ts';
import { rule } from '../rules/numbers.ts';
import type { Grammar } from '../types.ts';
import { abbreviationRule } from './abbreviations.ts';

const months =
  'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'.split(' ');

/** Numbers, dates, times, money and the web; acronyms are left to the voice. */
export function spanish(): Grammar {
  return {
    language: 'es',
    cardinal: cardinalEs,
    year: cardinalEs,
    date: (day, month, year) =>
      `${cardinalEs(day)} de ${months[month - 1]}${year === null ? '' : ` de ${cardinalEs(year)}`}`,
    time: (hours, minutes) =>
      `${hours === 1 ? 'una' : cardinalEs(hours)}${minutes === 0 ? '' : ` y ${cardinalEs(minutes)}`}`,
    timeRange: (from, to) => `de ${from} a ${to}`,
    range: (from, to) => `de ${from} a ${to}`,
    euros: (whole, one, cents) =>
      `${one ? 'un euro' : `${whole.replace(/uno$/, 'ún').replace(/ y ún$/, ' y un')} euros`}${cents === 0 ? '' : ` con ${cardinalEs(cents)}`}`,
    percent: 'por ciento',
    minus: 'menos',
    point: 'coma',
    decimalSign: ',',
    groupSign: '.',
    web: { at: 'arroba', dot: 'punto', slash: 'barra', dash: 'guion', underscore: 'guion bajo' },
    units: {
      km: ['un kilómetro', 'kilómetros'],
      m: ['un metro', 'metros'],
      cm: ['un centímetro', 'centímetros'],
      'm²': ['un metro cuadrado', 'metros cuadrados'],
      kg: ['un kilo', 'kilos'],
      '°C': ['un grado', 'grados'],
      min: ['un minuto', 'minutos'],
    },
    signs: {
      '%': 'por ciento',
      '&': 'y',
      '+': 'más',
      '@': 'arroba',
      '€': 'euros',
      '§': 'párrafo',
      '°': 'grados',
    },
    letters: null,
    acronyms: {},
    digitGap: ' ',
    groupGap: ', ',
    rules: [
      rule('1\\.?º(?!\\p{L})', () => 'primero'),
      abbreviationRule({
        'etc.': 'etcétera',
        'p. ej.': 'por ejemplo',
        'tel.': 'teléfono',
        'n.º': 'número',
        'núm.': 'número',
        'art.': 'artículo',
        'avda.': 'avenida',
        'pza.': 'plaza',
      }),
    ],
  };
}
