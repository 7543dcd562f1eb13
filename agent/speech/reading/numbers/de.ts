import { at, groupsOf } from './groups.ts';

const small =
  'null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn'.split(
    ' ',
  );
const tens = ['', '', 'zwanzig', 'dreißig', 'vierzig', 'fünfzig', 'sechzig', 'siebzig', 'achtzig', 'neunzig'];

/** @param last whether nothing follows: then one is `eins` */
function below1000(number: number, last: boolean): string {
  const hundreds = Math.floor(number / 100);
  const rest = number % 100;
  const head = hundreds === 0 ? '' : `${hundreds === 1 ? 'ein' : at(small, hundreds)}hundert`;
  if (rest === 0) return head;
  if (rest < 20) return head + (rest === 1 && !last ? 'ein' : at(small, rest));
  const unit = rest % 10;
  const ten = at(tens, Math.floor(rest / 10));
  return head + (unit === 0 ? ten : `${unit === 1 ? 'ein' : at(small, unit)}und${ten}`);
}

/** Cardinal number in German words. */
export function cardinalDe(number: number): string {
  if (number === 0) return 'null';
  let text = '';
  for (const { group, power } of groupsOf(number)) {
    if (power === 3) text += group === 1 ? 'eine Milliarde ' : `${below1000(group, true)} Milliarden `;
    else if (power === 2) text += group === 1 ? 'eine Million ' : `${below1000(group, true)} Millionen `;
    else if (power === 1) text += `${below1000(group, false)}tausend`;
    else text += below1000(group, true);
  }
  return text.trim();
}

const irregular = new Map([
  [1, 'erst'],
  [3, 'dritt'],
  [7, 'siebt'],
  [8, 'acht'],
]);

/** Ordinal number with the ending of a date: der erste, am einunddreißigsten. */
export function ordinalDe(number: number, ending = 'e'): string {
  const rest = number % 100;
  const known = number < 20 ? irregular.get(number) : undefined;
  if (known !== undefined) return known + ending;
  return `${cardinalDe(number)}${rest > 0 && rest < 20 ? 't' : 'st'}${ending}`;
}

/** Years of the centuries before ours count in hundreds: neunzehnhundertneunzig. */
export function yearDe(year: number): string {
  if (year < 1100 || year > 1999) return cardinalDe(year);
  const rest = year % 100;
  return `${cardinalDe(Math.floor(year / 100))}hundert${rest === 0 ? '' : cardinalDe(rest)}`;
}
