import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Whether the disk takes writes and keeps them. */
export interface DiskProbe {
  /** Grows with each durable write that was done. */
  writes(): number;
  /** What the disk said to the last one; null where it took it, or has not answered yet. */
  problem(): string | null;
  /** Tries once more, unless the try before has not come back yet. */
  probe(): Promise<void>;
}

/** One page of a disk: it is written as a whole. */
const bytes = 4096;

/**
 * Overwrites one file in place: a full disk takes that, because it needs no room, and a full disk is no reason
 * to restart anything. What fails is a disk that is read-only, broken or gone.
 */
export function createDiskProbe(path: string): DiskProbe {
  let done = 0;
  let problem: string | null = null;
  let underWay = false;

  const write = async () => {
    const file = await openFor(path);
    try {
      const content = Buffer.alloc(bytes);
      content.write(`${done + 1}\n`);
      await file.write(content, 0, bytes, 0);
      await file.datasync();
    } finally {
      await file.close();
    }
  };

  return {
    writes: () => done,
    problem: () => problem,
    probe: async () => {
      if (underWay) return;
      underWay = true;
      try {
        await write();
        done += 1;
        problem = null;
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
        // No room for the first write: the disk is alive, and full. That is told by another fault.
        if (code === 'ENOSPC' || code === 'EDQUOT') {
          done += 1;
          problem = null;
        } else problem = code;
      } finally {
        underWay = false;
      }
    },
  };
}

async function openFor(path: string) {
  try {
    return await open(path, 'r+');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    await mkdir(dirname(path), { recursive: true });
    return open(path, 'w');
  }
}
