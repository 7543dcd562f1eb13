import { readdirSync, readFileSync } from 'node:fs';

/** A process and all its descendants, as /proc tells now (proc(5)). */
export function familyOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    const candidate = Number(entry);
    if (!Number.isInteger(candidate)) continue;
    const parent = statOf(candidate)?.parent;
    if (parent !== undefined) parents.set(candidate, parent);
  }
  const family = [pid];
  for (const member of family) {
    for (const [child, parent] of parents) if (parent === member) family.push(child);
  }
  return family;
}

/** Proportional set size in MiB: memory shared by several processes counts once. */
export function pssMebibytes(pids: readonly number[]): number {
  let kibibytes = 0;
  for (const pid of pids) {
    try {
      const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
      kibibytes += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
    } catch {
      // Ended between the listing and the reading.
    }
  }
  return kibibytes / 1024;
}

/**
 * Memory that these processes have written and hold for themselves alone, on the board or swapped out, in MiB: it does
 * not depend on who else uses the same libraries.
 */
export function ownMebibytes(pids: readonly number[]): number {
  let kibibytes = 0;
  for (const pid of pids) {
    try {
      const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
      for (const [, size] of rollup.matchAll(/^(?:Private_Dirty|Swap):\s+(\d+)/gm)) kibibytes += Number(size);
    } catch {
      // Ended between the listing and the reading.
    }
  }
  return kibibytes / 1024;
}

/** Processor time used so far, in seconds. */
export function cpuSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + (statOf(pid)?.ticks ?? 0) / 100, 0);
}

/**
 * Processor time of all threads of one process so far, in milliseconds and to the microsecond: the scheduler's own
 * count (kernel documentation, sched-stats). Threads that have ended are not in it.
 */
export function cpuMilliseconds(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  return threads.reduce((sum, thread) => {
    try {
      const [running] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
      return sum + Number(running) / 1e6;
    } catch {
      return sum;
    }
  }, 0);
}

function statOf(pid: number): { parent: number; ticks: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name may hold spaces and brackets; what follows the last bracket is fixed.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
  } catch {
    return undefined;
  }
}
