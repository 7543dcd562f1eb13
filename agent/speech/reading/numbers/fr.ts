import { at, groupsOf } from './groups.ts';

const small =
  'zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf'.split(
    ' ',
  );
const tens = [
  '',
  '',
  'vingt',
  'trente',
  'quarante',
  'cinquante',
  'soixante',
  'soixante',
  'quatre-vingt',
  'quatre-vingt',
];

/** @param last whether nothing follows: then eighty is `quatre-vingts` */
function below100(number: number, last: boolean): string {
  if (number < 20) return at(small, number);
  const ten = Math.floor(number / 10);
  const base = at(tens, ten);
  // Seventy and ninety count on from sixty and eighty.
  const unit = ten === 7 || ten === 9 ? (number % 10) + 10 : number % 10;
  if (unit === 0) return ten === 8 && last ? 'quatre-vingts' : base;
  if ((unit === 1 || unit === 11) && ten < 8) return `${base} et ${at(small, unit)}`;
  return `${base}-${at(small, unit)}`;
}

function below1000(number: number, last: boolean): string {
  const hundreds = Math.floor(number / 100);
  const rest = number % 100;
  if (hundreds === 0) return below100(rest, last);
  const head = hundreds === 1 ? 'cent' : `${at(small, hundreds)} cent${rest === 0 && last ? 's' : ''}`;
  return rest === 0 ? head : `${head} ${below100(rest, last)}`;
}

/** Cardinal number in French words. */
export function cardinalFr(number: number): string {
  if (number === 0) return 'zéro';
  return groupsOf(number)
    .map(({ group, power }) => {
      if (power === 0) return below1000(group, true);
      if (power === 1) return group === 1 ? 'mille' : `${below1000(group, false)} mille`;
      const name = power === 2 ? 'million' : 'milliard';
      return `${below1000(group, true)} ${name}${group > 1 ? 's' : ''}`;
    })
    .join(' ');
}
