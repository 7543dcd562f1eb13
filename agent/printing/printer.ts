import type { Logger } from 'pino';
import type { PrinterConfiguration, PrinterState, PrintOutcome } from '../../protocol/index.ts';
import type { PrinterFaults } from './faults.ts';
import { type Line, openLine } from './line.ts';
import {
  answered,
  type Condition,
  createStatusReader,
  type Question,
  questionBytes,
  questions,
  sound,
  stateOf,
  toldByItself,
} from './status.ts';

/** Milliseconds. */
export interface Pace {
  /** Between two rounds of questions. */
  beat: number;
  /** That an answer may take. */
  answer: number;
  /** Before the first and the last of many tries to open what is not there. */
  reopenFirst: number;
  reopenLast: number;
}

export const usualPace: Pace = { beat: 5_000, answer: 500, reopenFirst: 1_000, reopenLast: 15_000 };

export interface PrinterOptions {
  settings: PrinterConfiguration;
  faults: PrinterFaults;
  pace: Pace;
  onState(state: PrinterState): void;
  log: Logger;
}

/** A printer that is followed: opened again and again, asked how it is, given one receipt at a time. */
export interface Printer {
  state(): PrinterState;
  print(receipt: Uint8Array): Promise<PrintOutcome>;
  stop(): Promise<void>;
}

/** GS a 15: it tells by itself whenever cover, paper or cutter change. */
const tellByItself = Uint8Array.of(0x1d, 0x61, 0x0f);

/** Rounds without an answer after which it is silent: one may fall into the printing of a receipt. */
const silentRounds = 2;

export function followPrinter({ settings, faults, pace, onState, log }: PrinterOptions): Printer {
  const { device, status } = settings;
  let state: PrinterState = 'probing';
  let condition: Condition = sound;
  let line: Line | null = null;
  let reader = createStatusReader();
  let waiting: ((byte: number) => void) | null = null;
  let failures = 0;
  let unanswered = 0;
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let stopped = false;
  const stopping = new AbortController();

  /** One thing at a time: a round of questions, or a receipt. */
  const inTurn = <Value>(act: () => Promise<Value>): Promise<Value> => {
    const next = turn.then(act);
    turn = next.catch(() => undefined);
    return next;
  };
  const later = (milliseconds: number, act: () => Promise<void>): void => {
    clearTimeout(timer);
    if (stopped) return;
    timer = setTimeout(() => {
      inTurn(act).catch((error: unknown) => {
        log.error({ err: error }, 'the printer could not be followed');
        return lose(error instanceof Error ? error.message : String(error));
      });
    }, milliseconds);
  };

  function become(next: PrinterState, message = ''): void {
    faults.tell(next, message || inWords(next, device), condition.paperLow);
    if (next === state) return;
    state = next;
    log.info({ state, device }, 'printer');
    onState(state);
  }

  async function start(): Promise<void> {
    reader = createStatusReader();
    unanswered = 0;
    try {
      const opened = await openLine(settings, {
        onBytes: take,
        onGone: (reason) => void lose(`${device}: ${reason}`),
      });
      if (stopped) return opened.close();
      line = opened;
    } catch (error) {
      return lose(error instanceof Error ? error.message : String(error));
    }
    failures = 0;
    if (status) {
      await say(tellByItself);
      await round();
    } else {
      condition = sound;
      become('ready');
    }
    if (line) later(pace.beat, beat);
  }

  async function beat(): Promise<void> {
    if (status) await round();
    if (line) later(pace.beat, beat);
  }

  async function lose(message: string): Promise<void> {
    const former = line;
    line = null;
    condition = sound;
    become('lost', message);
    later(Math.min(pace.reopenLast, pace.reopenFirst * 2 ** Math.min(failures++, 10)), start);
    await former?.close();
  }

  function take(bytes: Uint8Array): void {
    for (const word of reader.push(bytes)) {
      if (word.kind === 'answer') waiting?.(word.byte);
      else {
        unanswered = 0;
        condition = toldByItself(word.bytes);
        become(stateOf(condition));
      }
    }
  }

  /** Asks all four questions; one that is not answered ends the round. */
  async function round(): Promise<void> {
    let fresh = sound;
    for (const question of questions) {
      const byte = await ask(question);
      if (line === null) return;
      if (byte === null) return unheard();
      fresh = answered(fresh, question, byte);
    }
    unanswered = 0;
    condition = fresh;
    become(stateOf(condition));
  }

  function unheard(): void {
    unanswered += 1;
    // A printer that has said that it is in trouble may be deaf until that is over.
    if (
      stateOf(condition) === 'ready' &&
      (unanswered >= silentRounds || state === 'probing' || state === 'lost')
    )
      become('silent');
  }

  async function ask(question: Question): Promise<number | null> {
    const answer = new Promise<number | null>((resolve) => {
      const late = setTimeout(() => resolve(null), pace.answer);
      waiting = (byte) => {
        clearTimeout(late);
        resolve(byte);
      };
    });
    await say(questionBytes(question));
    const byte = await answer;
    waiting = null;
    return byte;
  }

  async function say(bytes: Uint8Array): Promise<void> {
    await line
      ?.write(bytes, AbortSignal.any([stopping.signal, AbortSignal.timeout(pace.answer)]))
      .catch(() => {
        // It takes nothing now, or is gone: the answer that does not come says so.
      });
  }

  async function job(receipt: Uint8Array): Promise<PrintOutcome> {
    if (status && line) await round();
    if (line === null || state !== 'ready') return outcomeOf(state);
    try {
      await line.write(
        receipt,
        AbortSignal.any([stopping.signal, AbortSignal.timeout(settings.timeoutSeconds * 1000)]),
      );
    } catch (error) {
      const before = stateOf(condition);
      await lose(`${device}: ${error instanceof Error ? error.message : String(error)}`);
      return outcomeOf(before);
    }
    if (status) await round();
    // What it says now is of this receipt: paper that ended in the middle of it, a cutter that jammed.
    return state === 'ready' || state === 'silent' ? 'printed' : outcomeOf(state);
  }

  later(0, start);
  return {
    state: () => state,
    print: (receipt) => inTurn(() => job(receipt)),
    async stop() {
      stopped = true;
      clearTimeout(timer);
      stopping.abort();
      const former = line;
      line = null;
      await Promise.allSettled([turn, former?.close()]);
    },
  };
}

function outcomeOf(state: PrinterState): PrintOutcome {
  return state === 'paper_out' || state === 'cover_open' ? state : 'failed';
}

function inWords(state: PrinterState, device: string): string {
  switch (state) {
    case 'paper_out':
      return `the printer at ${device} has no paper`;
    case 'cover_open':
      return `the cover of the printer at ${device} is open`;
    case 'offline':
      return `the printer at ${device} takes nothing`;
    case 'failed':
      return `the printer at ${device} says that its cutter or its head failed`;
    case 'silent':
      return `the printer at ${device} answers nothing`;
    case 'lost':
      return `${device} is not there`;
    case 'probing':
    case 'ready':
      return '';
  }
}
