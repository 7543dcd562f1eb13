import type { Logger } from 'pino';
import type { AgentMessage, PageMessage } from '../../protocol/kiosk.ts';
import type { RenewalConfiguration } from '../../protocol/renewal.ts';
import type { DisplayFigures } from '../display/index.ts';
import { decide, type Facts, fresh, type RenewalEvent } from './planner.ts';

type Step = Extract<AgentMessage, { type: 'touch' | 'key' }>;

/** What the renewal needs of the display. */
export interface RenewedDisplay {
  figures(): Pick<DisplayFigures, 'state' | 'restarts' | 'pageBytes'>;
  pageRenews(): void;
  rebuild(reason: string): void;
}

export interface RenewalOptions {
  settings: RenewalConfiguration;
  display: RenewedDisplay;
  /** Whether anybody is there. */
  occupied(): boolean;
  send(message: AgentMessage): void;
  log: Logger;
  /** Milliseconds of a clock that never goes back. */
  now?: () => number;
  /** Milliseconds between two looks. */
  every?: number;
}

/** Loads the page anew in the quiet, so that its engine's memory stays bounded. */
export interface PageRenewal {
  /** What the page on the screen says. */
  heard(message: PageMessage): void;
  /** A session began or ended. */
  session(active: boolean): void;
  /**
   * A touch or key on its way to the page. True where the page is just being loaded: then it is not sent but kept,
   * and given to the new page, so that who comes at that moment is not passed over.
   */
  keep(step: Step): boolean;
  stop(): void;
}

/** Milliseconds after which a page that was loaded anew counts as there, whatever it says. */
const awayAtMost = 10_000;
/** Milliseconds that a touch is kept for; after that who made it has gone or touched again. */
const keptFor = 8_000;
/** The same while the page has been asked but has not answered: what it got before it said so may be lost with it. */
const keptForAnswer = 1_000;
const keptAtMost = 200;

export function startRenewal(options: RenewalOptions): PageRenewal {
  const { settings, display, send, log, now = () => performance.now(), every = 10_000 } = options;
  let state = fresh;
  let active = false;
  /** Since when the page is away to be loaded anew; null while it is there. */
  let awaySince: number | null = null;
  let restarts = display.figures().restarts;
  let kept: { step: Step; at: number }[] = [];

  const handle = (event: RenewalEvent): void => {
    const { state: next, action } = decide(state, event, now(), settings);
    state = next;
    if (action === null) return;
    log.info(
      { reason: action.reason },
      action.do === 'load' ? 'page to be loaded anew' : 'display to be built anew',
    );
    if (action.do === 'load') send({ type: 'renew' });
    else {
      awaySince = now();
      display.rebuild(action.reason);
    }
  };
  const release = (): void => {
    awaySince = null;
    const steps = kept;
    kept = [];
    for (const { step, at } of steps) if (now() - at < keptFor) send(step);
  };
  /** A page without content never says that it shows any: then nothing is held back for long. */
  const isAway = (): boolean => {
    if (awaySince !== null && now() - awaySince >= awayAtMost) release();
    return awaySince !== null;
  };
  const look = (): void => {
    const figures = display.figures();
    if (figures.restarts !== restarts) {
      restarts = figures.restarts;
      handle({ type: 'rebuilt' });
    }
    const facts: Facts = {
      occupied: active || isAway() || options.occupied(),
      well: figures.state === 'running' || figures.state === 'asleep',
      bytes: figures.pageBytes,
    };
    handle({ type: 'look', facts });
  };
  const timer = setInterval(look, every);

  return {
    heard(message) {
      if (message.type === 'renewing') {
        kept = kept.filter(({ at }) => now() - at < keptForAnswer);
        awaySince = now();
        display.pageRenews();
        handle({ type: 'loading' });
        log.info({ bytes: display.figures().pageBytes }, 'page loads anew');
        // Its content is on the screen: a touch meets what the citizen sees.
      } else if (message.type === 'rendered' && awaySince !== null) release();
    },
    session(now) {
      if (active && !now) handle({ type: 'session' });
      active = now;
    },
    keep(step) {
      const away = isAway();
      if (!away && state.askedAt === null) return false;
      if (!away) kept = kept.filter(({ at }) => now() - at < keptForAnswer);
      if (kept.length < keptAtMost) kept.push({ step, at: now() });
      return away;
    },
    stop: () => clearInterval(timer),
  };
}
