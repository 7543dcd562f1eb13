import { writeSync } from 'node:fs';
import type { Terminal } from '../output/index.ts';
import { difference, moveTo } from './difference.ts';
import { createKeyReader, type Key } from './keys.ts';
import type { Screen, Size } from './screen.ts';

/** A terminal that shows one screen after another until it is given back. */
export interface FullScreen {
  size(): Size;
  /** Sends what changed; while the line is still busy with the one before, the newest waits. */
  show(screen: Screen): void;
  /** Draws everything at the next `show`: the terminal may have been written to by others. */
  forget(): void;
  onKey(listener: (key: Key) => void): void;
  onResize(listener: () => void): void;
  /** Gives the terminal back as it was. */
  end(): void;
}

const control = '\x1b[';
/** Milliseconds after which an ESC that nothing follows is the key itself; a byte takes 0.1 ms at 115200 baud. */
const escapeDelay = 100;

/** Terminals without an alternate screen; there the last picture stays above the prompt. */
const plainTerminals = /^(?:vt\d|linux|dumb|ansi|$)/;

export function openFullScreen(terminal: Terminal, environment: NodeJS.ProcessEnv): FullScreen {
  const { input, out } = terminal;
  const alternate = !plainTerminals.test(environment.TERM ?? '');
  const utf8 = speaksUtf8(environment);
  const reader = createKeyReader();
  const keyListeners = new Set<(key: Key) => void>();
  let escapeTimer: NodeJS.Timeout | undefined;
  let shown: Screen | undefined;
  let next: Screen | undefined;
  let busy = false;
  let ended = false;

  const emit = (keys: readonly Key[]) => {
    for (const key of keys) for (const listener of keyListeners) listener(key);
  };
  const heard = (text: string) => {
    clearTimeout(escapeTimer);
    emit(reader.take(text));
    if (reader.waiting()) escapeTimer = setTimeout(() => emit(reader.settle()), escapeDelay);
  };
  const send = (text: string) => {
    if (text === '') return;
    busy = true;
    // The callback comes when the bytes are with the terminal's driver.
    out.write(text, () => {
      busy = false;
      const waiting = next;
      next = undefined;
      if (waiting && !ended) show(waiting);
    });
  };
  const show = (screen: Screen) => {
    if (ended) return;
    if (busy) {
      next = screen;
      return;
    }
    send(difference(shown, screen, utf8));
    shown = screen;
  };

  /** Also runs when the process ends in any other way, where only synchronous writes still arrive. */
  const restore = () => {
    if (ended) return;
    ended = true;
    clearTimeout(escapeTimer);
    input.off('data', heard);
    if (input.isTTY) input.setRawMode(false);
    input.pause();
    const below = alternate ? `${control}?1049l` : moveTo((out.rows ?? 24) - 1, 0);
    const text = `${control}0m${control}?7h${below}${control}?25h${alternate ? '' : '\r\n'}`;
    try {
      writeSync(1, text);
    } catch {
      out.write(text);
    }
  };
  process.once('exit', restore);
  process.once('uncaughtExceptionMonitor', restore);

  if (input.isTTY) input.setRawMode(true);
  input.setEncoding('utf8');
  input.on('data', heard);
  input.resume();
  // Without wrapping, the last column can be written like any other.
  send(`${alternate ? `${control}?1049h` : ''}${control}?25l${control}?7l`);

  return {
    size: () => ({ width: Math.min(out.columns || 80, 500), height: Math.min(out.rows || 24, 200) }),
    show,
    forget: () => {
      shown = undefined;
    },
    onKey: (listener) => void keyListeners.add(listener),
    onResize: (listener) => void out.on('resize', listener),
    end: () => {
      restore();
      out.removeAllListeners('resize');
      process.off('exit', restore);
      process.off('uncaughtExceptionMonitor', restore);
    },
  };
}

function speaksUtf8({ LC_ALL, LC_CTYPE, LANG, TERM }: NodeJS.ProcessEnv): boolean {
  return /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '') && !/^vt\d/.test(TERM ?? '');
}
