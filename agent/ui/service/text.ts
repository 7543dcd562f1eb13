/** Digits in groups from the right, so that they can be read aloud: `483 920`. */
export function groupsOf(digits: string, size: number): string {
  return digits.replace(new RegExp(`\\B(?=(\\d{${size}})+(?!\\d))`, 'g'), ' ');
}

/** A time span as `4:05`. */
export function clockText(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** A longer one in the two largest units that are not 0, in the words of a locale. */
export function spanText(seconds: number, locale: string): string {
  const units = [
    ['day', Math.floor(seconds / 86_400)],
    ['hour', Math.floor(seconds / 3600) % 24],
    ['minute', Math.floor(seconds / 60) % 60],
  ] as const;
  const first = units.findIndex(([, amount]) => amount > 0);
  const shown = first < 0 ? units.slice(2) : units.slice(first, first + 2);
  return shown
    .filter(([, amount]) => amount > 0 || first < 0)
    .map(([unit, amount]) =>
      new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(amount),
    )
    .join(' ');
}
