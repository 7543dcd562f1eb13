/**
 * Orders two version names as people mean them: runs of digits as numbers, the rest by letter. What follows a
 * hyphen or a tilde comes before the version itself, so that `1.2.0-rc.1` (Semantic Versioning 2.0.0, item 11)
 * and `1.2.0~rc1` (Debian Policy, 5.6.12) are both older than `1.2.0`; every other sign comes after it. Negative
 * where `one` is older, positive where it is newer, 0 where a totem could not tell them apart.
 */
export function compareVersions(one: string, other: string): number {
  const rest = { one, other };
  while (rest.one !== '' || rest.other !== '') {
    const words = compareWords(take(rest, 'one', /^\D*/), take(rest, 'other', /^\D*/));
    if (words !== 0) return words;
    const numbers = compareNumbers(take(rest, 'one', /^\d*/), take(rest, 'other', /^\d*/));
    if (numbers !== 0) return numbers;
  }
  return 0;
}

function take<Name extends string>(rest: Record<Name, string>, name: Name, run: RegExp): string {
  const found = run.exec(rest[name])?.[0] ?? '';
  rest[name] = rest[name].slice(found.length);
  return found;
}

function compareWords(one: string, other: string): number {
  for (let index = 0; index < Math.max(one.length, other.length); index += 1) {
    const difference = rank(one[index]) - rank(other[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Marks of something before the version, then the end of the word, letters, and all other signs. */
function rank(sign: string | undefined): number {
  if (sign === undefined) return 0;
  if (sign === '~' || sign === '-') return -1;
  const code = sign.charCodeAt(0);
  return /[A-Za-z]/.test(sign) ? code : code + 0x1_0000;
}

/** Of any length: dates and build numbers pass what a double holds exactly. */
function compareNumbers(one: string, other: string): number {
  const [a, b] = [one.replace(/^0+/, ''), other.replace(/^0+/, '')];
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
