import type { SessionState, TouchOrigin } from '../../protocol/index.ts';

/** Whose session it is: a citizen's own must not be disturbed, one that an admin's tap began may be. */
export interface Attendance {
  state(): SessionState;
  /** Whether a citizen is using the totem now. */
  citizenPresent(): boolean;
  touched(origin: TouchOrigin): void;
  changed(state: SessionState): void;
}

/**
 * A session counts as a citizen's unless a remote tap began it and no finger touched the panel since: where
 * the page takes touches that the agent does not see, nobody is disturbed by mistake.
 */
export function createAttendance(): Attendance {
  let current: SessionState = 'attract';
  let remote = false;
  return {
    state: () => current,
    citizenPresent: () => current !== 'attract' && !remote,
    touched: (origin) => {
      if (origin === 'panel') remote = false;
      else if (current === 'attract') remote = true;
    },
    changed: (state) => {
      current = state;
      if (state === 'attract') remote = false;
    },
  };
}
