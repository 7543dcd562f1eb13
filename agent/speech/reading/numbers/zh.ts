const digits = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const places = ['', '十', '百', '千'];
const powers = ['', '万', '亿', '兆'];

function below10000(number: number): string {
  let text = '';
  let gap = false;
  for (let place = 3; place >= 0; place -= 1) {
    const digit = Math.floor(number / 10 ** place) % 10;
    if (digit === 0) {
      gap = text !== '';
      continue;
    }
    if (gap) text += '零';
    gap = false;
    text += (digits[digit] ?? '') + (places[place] ?? '');
  }
  return text;
}

/** Cardinal number in Chinese signs: groups of four digits, and a zero for a gap. */
export function cardinalZh(number: number): string {
  if (number === 0) return '零';
  const groups: number[] = [];
  for (let rest = number; rest > 0; rest = Math.floor(rest / 10_000)) groups.unshift(rest % 10_000);
  let text = '';
  let gap = false;
  groups.forEach((group, index) => {
    if (group === 0) {
      gap = text !== '';
      return;
    }
    if (text !== '' && (gap || group < 1000)) text += '零';
    gap = false;
    text += below10000(group) + (powers[groups.length - 1 - index] ?? '');
  });
  // Ten to nineteen begin with the ten.
  return text.replace(/^一十/, '十');
}

/** Digits one by one, as for years and telephones. */
export function digitsZh(text: string): string {
  return [...text].map((digit) => digits[Number(digit)] ?? digit).join('');
}
