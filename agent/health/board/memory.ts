import { type Roots, readNow } from './roots.ts';

export interface MemoryFigures {
  memoryUsedBytes: number;
  memoryTotalBytes: number;
}

/** What programs could not have any more without swapping, by the kernel's own estimate (proc(5), MemAvailable). */
export function readMemory(roots: Roots): MemoryFigures {
  const text = readNow(`${roots.proc}/meminfo`) ?? '';
  const bytes = (name: string) =>
    Number(new RegExp(`^${name}: +(\\d+) kB$`, 'm').exec(text)?.[1] ?? 0) * 1024;
  const total = bytes('MemTotal');
  return { memoryUsedBytes: Math.max(0, total - bytes('MemAvailable')), memoryTotalBytes: total };
}
