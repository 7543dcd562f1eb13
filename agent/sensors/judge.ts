/**
 * Judges what comes out of a port: pure, so that its rules can be tested as a table. Times are milliseconds of a
 * clock that never goes back.
 */
export interface Hearing {
  openedAt: number;
  lastFrameAt: number | null;
  /** Bytes outside of valid frames, since the last of these or since the port was opened. */
  rubbish: number;
  /** All bytes and those of valid frames in the running window. */
  window: Window;
  /** More rubbish than frames in the last whole window, and not yet quiet again. */
  disturbed: boolean;
}

interface Window {
  from: number;
  bytes: number;
  frameBytes: number;
}

export interface Rules {
  /** Milliseconds of silence that are normal for the device. */
  silence: number;
  /** Bytes that the line can carry in a second. */
  bytesPerSecond: number;
}

export type Verdict =
  | 'probing'
  | 'ready'
  /** Frames come, and more rubbish than frames. */
  | 'disturbed'
  | 'silent'
  /** Only rubbish comes: as of another device, or as much as of no device at all. */
  | 'wrong_device'
  | 'noisy';

/** Milliseconds, bytes and shares. */
export const judgement = {
  /** Bytes that are no frames for so long are those of something else. */
  wrongAfter: 4_000,
  /** Fewer bytes than this may be a disturbance. */
  leastRubbish: 32,
  window: 10_000,
  /** A window with less rubbish than this is quiet, whatever its share. */
  leastDisturbance: 256,
  /** Share of rubbish below which a disturbed line counts as quiet again. */
  quiet: 0.1,
  /** Share of what the line can carry, from which rubbish is noise and not another device. */
  noise: 0.5,
} as const;

export function opened(now: number): Hearing {
  return {
    openedAt: now,
    lastFrameAt: null,
    rubbish: 0,
    window: { from: now, bytes: 0, frameBytes: 0 },
    disturbed: false,
  };
}

/** What is known after some more bytes. */
export function heard(
  before: Hearing,
  { bytes, frameBytes, frames }: { bytes: number; frameBytes: number; frames: number },
  now: number,
): Hearing {
  const hearing = passed(before, now);
  const { window } = hearing;
  return {
    ...hearing,
    lastFrameAt: frames > 0 ? now : hearing.lastFrameAt,
    rubbish: frames > 0 ? 0 : hearing.rubbish + bytes,
    window: { ...window, bytes: window.bytes + bytes, frameBytes: window.frameBytes + frameBytes },
  };
}

/** Closes a window that is over. */
export function passed(hearing: Hearing, now: number): Hearing {
  const { window, disturbed } = hearing;
  if (now - window.from < judgement.window) return hearing;
  // The beginning of a frame whose end came after the window is no rubbish to speak of.
  const rubbish = Math.max(0, window.bytes - window.frameBytes);
  const share = disturbed ? judgement.quiet : 0.5;
  return {
    ...hearing,
    disturbed: rubbish >= judgement.leastDisturbance && rubbish > window.bytes * share,
    window: { from: now, bytes: 0, frameBytes: 0 },
  };
}

export function judge(hearing: Hearing, { silence, bytesPerSecond }: Rules, now: number): Verdict {
  const { lastFrameAt, openedAt, rubbish, disturbed } = hearing;
  const quietFor = now - (lastFrameAt ?? openedAt);
  if (lastFrameAt !== null && quietFor < silence) return disturbed ? 'disturbed' : 'ready';
  if (rubbish >= judgement.leastRubbish && quietFor >= judgement.wrongAfter) {
    const rate = rubbish / (quietFor / 1000);
    return rate >= judgement.noise * bytesPerSecond ? 'noisy' : 'wrong_device';
  }
  if (quietFor >= silence) return 'silent';
  return lastFrameAt === null ? 'probing' : 'ready';
}
