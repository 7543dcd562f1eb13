/** The newest lines of the log, kept in memory for those who ask. */
export interface LogRing {
  /** Takes a line with its end, as pino writes it. */
  write(line: string): void;
  /** Where to begin to read the newest so many lines. */
  tail(lines: number): number;
  /** Lines from there on; `next` is where to go on, which is behind lines that are gone already. */
  read(from: number, atMost: number): { lines: string[]; next: number };
  /** Resolves when there is a line to read from there on, or on the signal. */
  waitFor(from: number, signal: AbortSignal): Promise<void>;
}

const longestLine = 16 * 1024;

/** The oldest lines make room as soon as there are too many, or too many characters. */
export function createLogRing({ lines: most = 2000, characters = 1024 * 1024 } = {}): LogRing {
  const kept: string[] = [];
  let first = 0;
  let size = 0;
  const waiting = new Set<() => void>();

  return {
    write(text) {
      const whole = text.endsWith('\n') ? text.slice(0, -1) : text;
      const line = whole.length <= longestLine ? whole : leftOut(whole);
      kept.push(line);
      size += line.length;
      while (kept.length > most || size > characters) {
        size -= kept.shift()?.length ?? 0;
        first += 1;
      }
      for (const wake of [...waiting]) wake();
    },
    tail: (lines) => first + Math.max(0, kept.length - lines),
    read(from, atMost) {
      const start = Math.max(0, from - first);
      const lines = kept.slice(start, start + atMost);
      return { lines, next: first + start + lines.length };
    },
    waitFor: (from, signal) =>
      new Promise((resolve) => {
        if (signal.aborted || from < first + kept.length) {
          resolve();
          return;
        }
        const wake = () => {
          waiting.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        waiting.add(wake);
        signal.addEventListener('abort', wake);
      }),
  };
}

/** A very long line keeps its level, time and place. */
function leftOut(line: string): string {
  const level = Number(/^\{"level":(\d+)/.exec(line)?.[1] ?? 30);
  const time = /"time":"([0-9T:.Z-]{1,40})"/.exec(line)?.[1] ?? '';
  return JSON.stringify({ level, time, msg: `a line of ${line.length} characters was left out` });
}
