import { cardinalZh, digitsZh } from '../numbers/zh.ts';
import { rule } from '../rules/numbers.ts';
import type { Grammar } from '../types.ts';

function decimal(value: string): string {
  const [whole = '', digits] = value.split('.');
  return cardinalZh(Number(whole.slice(0, 12))) + (digits === undefined ? '' : `点${digitsZh(digits)}`);
}

/** Numbers, dates, times, money and the web; acronyms are left to the voice. */
export function chinese(): Grammar {
  return {
    language: 'zh',
    cardinal: cardinalZh,
    year: cardinalZh,
    date: (day, month, year) =>
      `${year === null ? '' : `${digitsZh(String(year))}年`}${cardinalZh(month)}月${cardinalZh(day)}日`,
    time: (hours, minutes) =>
      `${hours === 2 ? '两' : cardinalZh(hours)}点${minutes === 0 ? '' : `${minutes < 10 ? '零' : ''}${cardinalZh(minutes)}分`}`,
    timeRange: (from, to) => `${from}到${to}`,
    range: (from, to) => `${from}到${to}`,
    euros: (whole, _one, cents) => `${whole}欧元${cents === 0 ? '' : `${cardinalZh(cents)}分`}`,
    percent: '%',
    minus: '负',
    point: '点',
    decimalSign: '.',
    groupSign: ',',
    web: { at: '艾特', dot: '点', slash: '斜杠', dash: '横杠', underscore: '下划线' },
    units: { km: ['一公里', '公里'], kg: ['一公斤', '公斤'], m: ['一米', '米'], '°C': ['一度', '度'] },
    signs: { '&': '和', '+': '加', '@': '艾特', '€': '欧元' },
    letters: null,
    acronyms: {},
    digitGap: '',
    groupGap: '，',
    rules: [
      // The word for per cent stands in front.
      rule('(\\d+(?:\\.\\d+)?)\\s?[%％]', ([, value = '']) => `百分之${decimal(value)}`),
      rule('(\\d{4})(?=\\s?年)', ([year = '']) => digitsZh(year)),
      rule('2(?=\\s?[个位名次天])', () => '两'),
    ],
  };
}
