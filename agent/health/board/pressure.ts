import type { PressureFigures } from '../../../protocol/index.ts';
import { type Roots, readNow } from './roots.ts';

/** Pressure stall information of the last minute (kernel documentation, accounting/psi); null where it is off. */
export function readPressure(roots: Roots): PressureFigures | null {
  const [processor, memory, storage] = ['cpu', 'memory', 'io'].map((resource) =>
    readNow(`${roots.proc}/pressure/${resource}`),
  );
  if (!processor || !memory || !storage) return null;
  return {
    processorSomePercent: shareOf(processor, 'some'),
    memorySomePercent: shareOf(memory, 'some'),
    memoryFullPercent: shareOf(memory, 'full'),
    storageSomePercent: shareOf(storage, 'some'),
    storageFullPercent: shareOf(storage, 'full'),
  };
}

function shareOf(text: string, kind: 'some' | 'full'): number {
  const share = Number(new RegExp(`^${kind} .*avg60=([0-9.]+)`, 'm').exec(text)?.[1] ?? 0);
  return Math.min(100, Math.max(0, share));
}
