import { at, groupsOf } from './groups.ts';

const small =
  'zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove'.split(
    ' ',
  );
const tens = [
  '',
  '',
  'venti',
  'trenta',
  'quaranta',
  'cinquanta',
  'sessanta',
  'settanta',
  'ottanta',
  'novanta',
];

function below100(number: number): string {
  if (number < 20) return at(small, number);
  const ten = at(tens, Math.floor(number / 10));
  const unit = number % 10;
  if (unit === 0) return ten;
  // Before a vowel the ten loses its own: ventuno, ventotto.
  if (unit === 1 || unit === 8) return ten.slice(0, -1) + at(small, unit);
  return ten + (unit === 3 ? 'tré' : at(small, unit));
}

function below1000(number: number): string {
  if (number < 100) return below100(number);
  const hundreds = Math.floor(number / 100);
  const rest = number % 100;
  return (hundreds === 1 ? '' : at(small, hundreds)) + cento(rest) + (rest === 0 ? '' : below100(rest));
}

/** Before eight and eighty the hundred loses its vowel: centotto, centottanta. */
function cento(rest: number): string {
  return rest === 8 || (rest >= 80 && rest < 90) ? 'cent' : 'cento';
}

/** Cardinal number in Italian words, up to a million millions. */
export function cardinalIt(number: number): string {
  if (number === 0) return 'zero';
  const parts = groupsOf(number).map(({ group, power }) => {
    if (power === 0) return below1000(group);
    if (power === 1) return group === 1 ? 'mille' : `${joined(group)}mila`;
    if (power === 2) return group === 1 ? 'un milione' : `${joined(group)} milioni`;
    return group === 1 ? 'un miliardo' : `${joined(group)} miliardi`;
  });
  const [last = '', thousands] = parts.slice().reverse();
  // Thousands and units are one word: milleduecento.
  if (
    number % 1_000_000 > 1000 &&
    number % 1000 > 0 &&
    thousands !== undefined &&
    Math.floor(number / 1000) % 1000 > 0
  ) {
    return [...parts.slice(0, -2), thousands + last].join(' ');
  }
  return parts.join(' ');
}

/** In front of another word `uno` at the end of a number is `un`, and `tré` has no accent: ventunmila, ventitremila. */
function joined(group: number): string {
  return below1000(group).replace(/uno$/, 'un').replace(/tré$/, 'tre');
}

const firstOrdinals = 'zeresimo primo secondo terzo quarto quinto sesto settimo ottavo nono decimo'.split(
  ' ',
);

/** Ordinal number; ends in -o, which the gender changes. */
export function ordinalIt(number: number, feminine = false): string {
  const masculine =
    number <= 10 ? at(firstOrdinals, number) : `${stem(cardinalIt(number).replaceAll(' ', ''))}esimo`;
  return feminine ? `${masculine.slice(0, -1)}a` : masculine;
}

function stem(word: string): string {
  if (word.endsWith('tré')) return `${word.slice(0, -1)}e`;
  if (word.endsWith('sei')) return word;
  if (word.endsWith('mila')) return `${word.slice(0, -4)}mill`;
  return word.slice(0, -1);
}
