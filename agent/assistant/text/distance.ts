/**
 * Edits between two words: letters added, dropped, exchanged, or two neighbours swapped (optimal string
 * alignment). Stops counting past `limit`, where it returns `limit + 1`.
 */
export function distance(one: string, other: string, limit: number): number {
  if (Math.abs(one.length - other.length) > limit) return limit + 1;
  const width = other.length + 1;
  let before: number[] = [];
  let previous = Array.from({ length: width }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    let least = row;
    for (let column = 1; column < width; column += 1) {
      const same = one[row - 1] === other[column - 1];
      let cost = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (swapped) cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      current.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return limit + 1;
    before = previous;
    previous = current;
  }
  return previous[width - 1] ?? limit + 1;
}

/** A word as it sounds to whoever doubles letters at random and writes `k` for `ch`. */
export function soundOf(word: string): string {
  return word
    .replace(/ph/gu, 'f')
    .replace(/k|q|ch/gu, 'c')
    .replace(/[jy]/gu, 'i')
    .replace(/w/gu, 'v')
    .replace(/h/gu, '')
    .replace(/(.)\1+/gu, '$1');
}
