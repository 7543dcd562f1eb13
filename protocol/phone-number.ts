/** Numbers of mobile telephones as people type them. Free of libraries, as the citizen's page checks them too. */

/** What a number without a country is taken for: Italy. */
export const homeCountry = '39';

/** E.164: a plus, the country, at most fifteen digits together. */
export const internationalPattern = '^\\+[1-9][0-9]{6,14}$';

/** Countries where the zero before a national number is not dialled from abroad (ITU-T national numbering plans). */
const dropsTrunkZero = new Set([
  '33',
  '34',
  '40',
  '41',
  '43',
  '44',
  '46',
  '49',
  '20',
  '212',
  '213',
  '216',
  '61',
  '81',
  '86',
]);

/**
 * The number in the form of E.164, or `undefined` where it can be no mobile number. Spaces and the usual marks are
 * passed over; `+` and `00` begin a number with its country. Italian mobile numbers begin with 3 and have nine or ten
 * digits (national numbering plan, AGCOM); of other countries only the length is known.
 *
 * @param country digits of the country that a number without one belongs to
 */
export function internationalNumber(typed: string, country: string = homeCountry): string | undefined {
  const marks = typed.replace(/[\s./()\-\u2010-\u2015\u200e\u200f]/g, '');
  const digits = marks.replace(/^(?:\+|00)/, '');
  if (!/^[0-9]+$/.test(digits) || !/^[1-9][0-9]{0,2}$/.test(country)) return undefined;
  const whole = digits.length < marks.length ? digits : `${country}${nationalOf(digits, country)}`;
  const found = `+${whole}`;
  if (!new RegExp(internationalPattern).test(found)) return undefined;
  return whole.startsWith('39') && !/^393[0-9]{8,9}$/.test(whole) ? undefined : found;
}

function nationalOf(digits: string, country: string): string {
  return dropsTrunkZero.has(country) ? digits.replace(/^0/, '') : digits;
}
