import { readdirSync, readFileSync } from 'node:fs';

/** Name of WebKit's process that runs a page, as the kernel has it (proc(5), comm). */
const webProcess = 'WPEWebProcess';

/**
 * Bytes of memory that the engine of a display's page has written and holds for itself alone, on the board or swapped
 * out: what comes back when it ends (proc(5), smaps_rollup). Programs and libraries, which the kernel can drop and
 * WebKit's processes share, are not in it. Null where no engine runs.
 *
 * @param parent the display's process
 */
export function engineBytes(parent: number, proc = '/proc'): number | null {
  const sizes = readdirSync(proc)
    .filter((name) => /^\d+$/.test(name) && isEngine(proc, name, parent))
    .map((name) => ownBytes(proc, name));
  return sizes.length === 0 ? null : sizes.reduce((sum, size) => sum + size, 0);
}

function ownBytes(proc: string, pid: string): number {
  const text = read(`${proc}/${pid}/smaps_rollup`);
  const bytes = (name: string) =>
    1024 * Number(new RegExp(`^${name}: +(\\d+) kB$`, 'm').exec(text)?.[1] ?? 0);
  return bytes('Private_Dirty') + bytes('Swap');
}

function isEngine(proc: string, pid: string, parent: number): boolean {
  const stat = read(`${proc}/${pid}/stat`);
  // The name stands in brackets and may hold any; behind the last one come the state and the parent.
  const end = stat.lastIndexOf(')');
  const [state, of] = stat.slice(end + 2).split(' ');
  return stat.slice(stat.indexOf('(') + 1, end) === webProcess && Number(of) === parent && state !== 'Z';
}

/** Empty where the process has ended. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
