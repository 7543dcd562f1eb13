/** Whether Titillium Web has a character, which is there from the first screen on: Latin ones, marks, currencies. */
function isAlwaysThere(character: string): boolean {
  return character < '\u0600' || (character >= '\u2000' && character < '\u20d0');
}

/**
 * Fetches the letters that these texts need, so that none of them is a box for a moment when its screen comes. What
 * is fetched is what a screen would ask for by itself, only earlier.
 */
export async function fetchLetters(page: Document, texts: readonly string[]): Promise<void> {
  const wanted = new Set<string>();
  for (const text of texts) {
    for (const character of text) if (!isAlwaysThere(character)) wanted.add(character);
  }
  if (wanted.size === 0) return;
  const { fontFamily } = getComputedStyle(page.body);
  await page.fonts.load(`1rem ${fontFamily}`, [...wanted].join(''));
}
