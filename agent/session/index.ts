import type { SessionState, TouchOrigin } from '../../protocol/index.ts';

/** Whose session it is: a citizen's own must not be disturbed, one that an admin's tap began may be. */
export interface Attendance {
  state(): SessionState;
  /** Whether a citizen is using the totem now. */
  citizenPresent(): boolean;
  /** Resolves when nobody uses the totem, at once if nobody does, or when the signal says so. */
  free(signal: AbortSignal): Promise<void>;
  touched(origin: TouchOrigin): void;
  changed(state: SessionState): void;
}

/**
 * A session counts as a citizen's unless a remote tap began it and no finger touched the panel since: where
 * the page takes touches that the agent does not see, nobody is disturbed by mistake.
 */
/** @param onTouched told of every touch, wherever it comes from */
export function createAttendance(onTouched: () => void = () => undefined): Attendance {
  let current: SessionState = 'attract';
  let remote = false;
  const waiting = new Set<() => void>();
  return {
    state: () => current,
    citizenPresent: () => current !== 'attract' && !remote,
    free: async (signal) => {
      if (current === 'attract' || signal.aborted) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.add(resolve);
      signal.addEventListener('abort', () => resolve());
      await promise;
      waiting.delete(resolve);
    },
    touched: (origin) => {
      onTouched();
      if (origin === 'panel') remote = false;
      else if (current === 'attract') remote = true;
    },
    changed: (state) => {
      current = state;
      if (state !== 'attract') return;
      remote = false;
      for (const resolve of waiting) resolve();
    },
  };
}
