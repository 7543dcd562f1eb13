/**
 * What is done about a part that is not alive. Pure: what was done before and when is all it looks at, so that
 * restarts never become a loop.
 */
export type Level =
  /** Restart the part alone. */
  | 'part'
  /** End the agent, which the service manager starts again. */
  | 'agent'
  /** Restart the whole board. */
  | 'board'
  /** Give up: show a still page that says so, and wait to be repaired. */
  | 'out_of_service'
  /** Go on without the part, with a fault: the citizen is better served so than by an empty screen. */
  | 'endure';

export const parts = ['display', 'page', 'disk', 'agent'] as const;
/** `agent` stands for one that crashed or hung and was started again by the service manager. */
export type Part = (typeof parts)[number];

/** A step that was taken; `at` in milliseconds since 1970. */
export interface Taken {
  at: number;
  level: Level;
  part: Part;
}

/** How often a step may be taken, and in how many milliseconds. */
export interface Allowance {
  most: number;
  within: number;
  /** Whether steps for every part count, or only those for the same one. */
  counts: 'same' | 'every';
}

const minute = 60_000;

export const allowances: Record<'part' | 'agent' | 'board', Allowance> = {
  part: { most: 2, within: 10 * minute, counts: 'same' },
  agent: { most: 3, within: 60 * minute, counts: 'every' },
  board: { most: 2, within: 6 * 60 * minute, counts: 'every' },
};

/** The steps for each part, from the mildest to the last one, which is always allowed. */
export const ladder: Record<Part, readonly [...(keyof typeof allowances)[], 'out_of_service' | 'endure']> = {
  display: ['part', 'agent', 'board', 'out_of_service'],
  page: ['part', 'agent', 'board', 'out_of_service'],
  agent: ['agent', 'board', 'out_of_service'],
  // Nothing here can restart a disk; a restart of the board may bring it back.
  disk: ['board', 'endure'],
};

export interface Circumstances {
  /** Milliseconds since 1970. */
  now: number;
  /** Milliseconds since the board started. */
  uptime: number;
  /** Whether a service manager starts the agent again when it ends. */
  supervised: boolean;
  /** Whether what is done now will be remembered over a restart of the board. */
  remembers: boolean;
}

/** Without a memory the board's own uptime has to keep it from being restarted again and again. */
export const uptimeWithoutMemory = 60 * minute;

/** The mildest step that is still allowed. */
export function nextLevel(part: Part, taken: readonly Taken[], circumstances: Circumstances): Level {
  for (const level of ladder[part]) {
    if (level === 'out_of_service' || level === 'endure') {
      // On a desk, where nobody would start the agent again, the part's own supervisor goes on trying.
      return circumstances.supervised ? level : 'endure';
    }
    if (isAllowed(level, part, taken, circumstances)) return level;
  }
  return 'endure';
}

function isAllowed(
  level: keyof typeof allowances,
  part: Part,
  taken: readonly Taken[],
  { now, uptime, supervised, remembers }: Circumstances,
): boolean {
  if (level !== 'part' && !supervised) return false;
  if (level === 'board' && !remembers && uptime < uptimeWithoutMemory) return false;
  const { most, within, counts } = allowances[level];
  const done = taken.filter(
    (step) =>
      step.level === level &&
      (counts === 'every' || step.part === part) &&
      // A step that seems to lie ahead was taken before the clock went back: it counts.
      now - step.at < within,
  );
  return done.length < most;
}
