/** The largest number that is read as one; longer ones are read digit by digit. */
export const largest = 999_999_999_999;

/** Groups of three digits with the power of thousand of each, largest first; groups of zero are left out. */
export function groupsOf(number: number): { group: number; power: number }[] {
  const groups: { group: number; power: number }[] = [];
  let rest = number;
  for (let power = 0; rest > 0; power += 1) {
    const group = rest % 1000;
    if (group > 0) groups.unshift({ group, power });
    rest = Math.floor(rest / 1000);
  }
  return groups;
}

/** The word at this place of a list. The lists are as long as the numbers need. */
export function at(words: readonly string[], index: number): string {
  return words[index] ?? '';
}
