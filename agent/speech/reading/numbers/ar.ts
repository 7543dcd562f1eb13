import { at, groupsOf } from './groups.ts';

const small =
  'صفر|واحد|اثنان|ثلاثة|أربعة|خمسة|ستة|سبعة|ثمانية|تسعة|عشرة|أحد عشر|اثنا عشر|ثلاثة عشر|أربعة عشر|خمسة عشر|ستة عشر|سبعة عشر|ثمانية عشر|تسعة عشر'.split(
    '|',
  );
const tens = ['', '', 'عشرون', 'ثلاثون', 'أربعون', 'خمسون', 'ستون', 'سبعون', 'ثمانون', 'تسعون'];
const hundreds = ['', 'مئة', 'مئتان', 'ثلاثمئة', 'أربعمئة', 'خمسمئة', 'ستمئة', 'سبعمئة', 'ثمانمئة', 'تسعمئة'];
/** One, two, three to ten, eleven and more. */
const powers = [
  [],
  ['ألف', 'ألفان', 'آلاف', 'ألف'],
  ['مليون', 'مليونان', 'ملايين', 'مليون'],
  ['مليار', 'ملياران', 'مليارات', 'مليار'],
];

function below1000(number: number): string {
  const words: string[] = [];
  if (number >= 100) words.push(at(hundreds, Math.floor(number / 100)));
  const rest = number % 100;
  if (rest > 0 && rest < 20) words.push(at(small, rest));
  else if (rest > 0) {
    if (rest % 10 > 0) words.push(at(small, rest % 10));
    words.push(at(tens, Math.floor(rest / 10)));
  }
  return words.join(' و');
}

/** Cardinal number in Arabic words, in the masculine form that numbers without a noun have. */
export function cardinalAr(number: number): string {
  if (number === 0) return at(small, 0);
  return groupsOf(number)
    .map(({ group, power }) => {
      if (power === 0) return below1000(group);
      const names = powers[power] ?? [];
      if (group === 1) return at(names, 0);
      if (group === 2) return at(names, 1);
      const few = group % 100 >= 3 && group % 100 <= 10;
      return `${below1000(group)} ${at(names, few ? 2 : 3)}`;
    })
    .join(' و');
}
