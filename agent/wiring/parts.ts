import type { Calls } from '../call/index.ts';
import type { Content } from '../content/index.ts';
import type { Display, DisplayFigures } from '../display/index.ts';
import type { HealthReporter } from '../health/index.ts';
import type { Kiosk } from '../kiosk/index.ts';
import type { Link } from '../link/index.ts';
import type { Printing } from '../printing/index.ts';
import type { PageRenewal } from '../renewal/index.ts';
import type { Speech } from '../speech/index.ts';
import type { Touch } from '../touch/index.ts';
import type { Senses } from './senses.ts';
import type { Updates } from './updates.ts';
import type { Wishes } from './wishes.ts';

/**
 * The parts that start later than those which speak to them. Each is set once, by who starts it, and is missing until
 * then or for good: a totem may have no display, no sensors and no hub.
 */
export interface Parts {
  content?: Content;
  kiosk?: Kiosk;
  display?: Display;
  touch?: Touch;
  senses?: Senses;
  speech?: Speech;
  printing?: Printing;
  renewal?: PageRenewal;
  calls?: Calls;
  health?: HealthReporter;
  wishes?: Wishes;
  updates?: Updates;
  link?: Link;
}

/** Figures of a totem without a display. */
export const displayOff: DisplayFigures = {
  state: 'off',
  framesPerSecond: 0,
  framesRendered: 0,
  restarts: 0,
  pageSilentSeconds: null,
  pageBytes: null,
  pageRenewals: 0,
};
