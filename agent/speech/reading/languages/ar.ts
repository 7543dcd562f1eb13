import { cardinalAr } from '../numbers/ar.ts';
import type { Grammar } from '../types.ts';

const months = 'يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر'.split(' ');

/** Numbers, dates, times, money and the web; acronyms are left to the voice. */
export function arabic(): Grammar {
  return {
    language: 'ar',
    cardinal: cardinalAr,
    year: cardinalAr,
    date: (day, month, year) =>
      `${cardinalAr(day)} ${months[month - 1]}${year === null ? '' : ` ${cardinalAr(year)}`}`,
    time: (hours, minutes) => `${cardinalAr(hours)}${minutes === 0 ? '' : ` و${cardinalAr(minutes)} دقيقة`}`,
    timeRange: (from, to) => `من ${from} إلى ${to}`,
    range: (from, to) => `من ${from} إلى ${to}`,
    euros: (whole, one, cents) =>
      `${one ? '' : `${whole} `}يورو${cents === 0 ? '' : ` و${cardinalAr(cents)} سنتا`}`,
    percent: 'بالمئة',
    minus: 'ناقص',
    point: 'فاصلة',
    decimalSign: '.',
    groupSign: ',',
    web: { at: 'آت', dot: 'نقطة', slash: 'شرطة مائلة', dash: 'شرطة', underscore: 'شرطة سفلية' },
    units: { km: ['كيلومتر واحد', 'كيلومتر'], kg: ['كيلوغرام واحد', 'كيلوغرام'], m: ['متر واحد', 'متر'] },
    signs: { '%': 'بالمئة', '&': 'و', '+': 'زائد', '@': 'آت', '€': 'يورو' },
    letters: null,
    acronyms: {},
    digitGap: ' ',
    groupGap: '، ',
    rules: [],
  };
}
