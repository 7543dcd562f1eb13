import { at, groupsOf } from './groups.ts';

const small =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const powers = ['', 'thousand', 'million', 'billion'];

function below100(number: number): string {
  if (number < 20) return at(small, number);
  const unit = number % 10;
  return at(tens, Math.floor(number / 10)) + (unit === 0 ? '' : `-${at(small, unit)}`);
}

function below1000(number: number): string {
  if (number < 100) return below100(number);
  const rest = number % 100;
  return `${at(small, Math.floor(number / 100))} hundred${rest === 0 ? '' : ` and ${below100(rest)}`}`;
}

/** Cardinal number in British English words. */
export function cardinalEn(number: number): string {
  if (number === 0) return 'zero';
  const parts = groupsOf(number).map(({ group, power }) =>
    power === 0 ? below1000(group) : `${below1000(group)} ${at(powers, power)}`,
  );
  const last = number % 1000;
  if (parts.length > 1 && last > 0 && last < 100) parts.splice(-1, 0, 'and');
  return parts.join(' ');
}

const irregular: Record<string, string> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
};

export function ordinalEn(number: number): string {
  return cardinalEn(number).replace(/[a-z]+$/, (word) => {
    if (Object.hasOwn(irregular, word)) return irregular[word] ?? word;
    return word.endsWith('y') ? `${word.slice(0, -1)}ieth` : `${word}th`;
  });
}

/** A year as it is said: nineteen ninety, two thousand and six, twenty twenty-six. */
export function yearEn(year: number): string {
  if (year < 1100 || year > 2099 || (year >= 2000 && year < 2010)) return cardinalEn(year);
  const century = below100(Math.floor(year / 100));
  const rest = year % 100;
  if (rest === 0) return `${century} hundred`;
  return `${century} ${rest < 10 ? `oh ${at(small, rest)}` : below100(rest)}`;
}
