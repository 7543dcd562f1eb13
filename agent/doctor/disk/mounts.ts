/** The file system that holds a folder, from /proc/self/mounts (fstab(5)). */
export interface Mount {
  device: string;
  point: string;
  type: string;
  readOnly: boolean;
}

/** The mount with the longest point that is above the path; of two at the same point the later one covers the other. */
export function mountOf(path: string, mounts: string): Mount | null {
  let found: Mount | null = null;
  for (const line of mounts.split('\n')) {
    const [device = '', point = '', type = '', options = ''] = line.split(' ').map(unescaped);
    if (point === '') continue;
    const above = point === '/' || path === point || path.startsWith(`${point}/`);
    if (!above || (found && point.length < found.point.length)) continue;
    found = { device, point, type, readOnly: options.split(',').includes('ro') };
  }
  return found;
}

/** Blanks in names are written as \040 and the like. */
function unescaped(word: string): string {
  return word.replace(/\\([0-7]{3})/g, (_match, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
