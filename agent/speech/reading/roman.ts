const values = new Map([
  ['I', 1],
  ['V', 5],
  ['X', 10],
  ['L', 50],
  ['C', 100],
  ['D', 500],
  ['M', 1000],
]);

const wellFormed = /^M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})$/;

/** The value of a Roman number, or null where it is none. */
export function romanValue(text: string): number | null {
  if (text === '' || !wellFormed.test(text)) return null;
  let sum = 0;
  let before = 0;
  for (const letter of text) {
    const value = values.get(letter) ?? 0;
    // A smaller one in front is taken away: it was added before it was known.
    sum += value > before && before > 0 ? value - 2 * before : value;
    before = value;
  }
  return sum;
}
