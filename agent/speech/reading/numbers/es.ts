import { at, groupsOf } from './groups.ts';

const small =
  'cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve'.split(
    ' ',
  );
const tens = ['', '', '', 'treinta', 'cuarenta', 'cincuenta', 'sesenta', 'setenta', 'ochenta', 'noventa'];
const hundreds =
  ' ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos'.split(
    ' ',
  );

function below1000(number: number): string {
  if (number === 100) return 'cien';
  const words: string[] = [];
  if (number >= 100) words.push(at(hundreds, Math.floor(number / 100)));
  const rest = number % 100;
  if (rest >= 30) {
    const unit = rest % 10;
    words.push(at(tens, Math.floor(rest / 10)) + (unit === 0 ? '' : ` y ${at(small, unit)}`));
  } else if (rest > 0) words.push(at(small, rest));
  return words.join(' ');
}

/** In front of another word `uno` is shortened: veintiún mil. */
function short(number: number): string {
  return below1000(number)
    .replace(/veintiuno$/, 'veintiún')
    .replace(/uno$/, 'un');
}

/** Cardinal number in Spanish words; a thousand millions have no word of their own. */
export function cardinalEs(number: number): string {
  if (number === 0) return 'cero';
  const millions = Math.floor(number / 1_000_000);
  const words: string[] = [];
  if (millions === 1) words.push('un millón');
  else if (millions > 1) words.push(`${shortThousands(millions)} millones`);
  if (number % 1_000_000 > 0) words.push(thousands(number % 1_000_000));
  return words.join(' ');
}

function thousands(number: number): string {
  return groupsOf(number)
    .map(({ group, power }) => (power === 0 ? below1000(group) : group === 1 ? 'mil' : `${short(group)} mil`))
    .join(' ');
}

function shortThousands(number: number): string {
  return thousands(number)
    .replace(/veintiuno$/, 'veintiún')
    .replace(/uno$/, 'un');
}
