import type { InputKind, InputSettings } from '../../protocol/index.ts';

/** What can be known of a device without opening it. */
export interface FoundDevice {
  path: string;
  /** Links to it that survive another order of plugging in. */
  links: string[];
  vendor: string | null;
  product: string | null;
  /** What it can do; null where the system does not tell. */
  kinds: InputKind[] | null;
}

/** Whether an entry means one file by its path, whatever is there, rather than what is found. */
export function isLiteral({ path }: InputSettings): boolean {
  return path !== undefined && !/[*?]/.test(path);
}

/** How faults name an entry. */
export function labelOf({ path, device, kinds }: InputSettings): string {
  const what = path ?? device ?? '';
  return (device === '*:*' && kinds ? `${what} ${kinds.join(' ')}` : what).slice(-120);
}

/** Whether an entry means a device that was found, and the device can do what the entry wants. */
export function means(settings: InputSettings, found: FoundDevice): boolean {
  const { path, device, kinds } = settings;
  if (path !== undefined && ![found.path, ...found.links].some((name) => fits(path, name))) return false;
  if (device !== undefined && !fitsIds(device, found)) return false;
  // Who names one device and says what it is for knows it better than its capabilities do.
  const named = device === undefined || !device.includes('*');
  if (found.kinds === null || (named && kinds)) return named;
  return found.kinds.some((kind) => kinds === undefined || kinds.includes(kind));
}

function fitsIds(device: string, { vendor, product }: FoundDevice): boolean {
  const [wantedVendor = '*', wantedProduct = '*'] = device.toLowerCase().split(':');
  return (
    (wantedVendor === '*' || wantedVendor === vendor) && (wantedProduct === '*' || wantedProduct === product)
  );
}

/** Whether a name fits a pattern in which `*` is any text without a slash and `?` one such character. */
export function fits(pattern: string, name: string): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\*?]/g, (sign) => wild[sign] ?? `\\${sign}`);
  return new RegExp(`^${source}$`).test(name);
}

const wild: Readonly<Record<string, string>> = { '*': '[^/]*', '?': '[^/]' };
