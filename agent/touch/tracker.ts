import { createAnonymous } from './anonymous.ts';
import { abs, ev, syn } from './codes.ts';
import type { Tracker } from './fingers.ts';
import { createSingle } from './single.ts';
import { createSlots } from './slots.ts';

/** How a panel tells of its fingers: slots (B), anonymously (A), or one finger only. */
export type TouchProtocol = 'slots' | 'anonymous' | 'single';

/** Units of the axes in which a finger may move between two reports and still be the same one. */
export interface Reach {
  x: number;
  y: number;
}

/** A tracker for what the panel says of itself, or one that finds out from the events where it says nothing. */
export function createTracker(protocol: TouchProtocol | null, reach: Reach): Tracker {
  if (protocol === null) return createDetecting(reach);
  return trackers[protocol](reach);
}

const trackers: Record<TouchProtocol, (reach: Reach) => Tracker> = {
  slots: createSlots,
  anonymous: createAnonymous,
  single: createSingle,
};

/** Later ones are surer: a panel that once marked its fingers goes on doing so. */
const certainty: TouchProtocol[] = ['single', 'slots', 'anonymous'];

function createDetecting(reach: Reach): Tracker {
  const candidates: Record<TouchProtocol, Tracker> = {
    slots: createSlots(),
    anonymous: createAnonymous(reach),
    single: createSingle(),
  };
  let chosen: TouchProtocol = 'single';

  const suggest = (protocol: TouchProtocol): void => {
    if (certainty.indexOf(protocol) > certainty.indexOf(chosen)) chosen = protocol;
  };

  return {
    take(type, code, value) {
      if (type === ev.syn && code === syn.mtReport) suggest('anonymous');
      else if (type === ev.abs && code >= abs.slot) suggest('slots');
      for (const tracker of Object.values(candidates)) tracker.take(type, code, value);
    },
    report() {
      let fingers: ReturnType<Tracker['report']> = [];
      for (const protocol of certainty) {
        const seen = candidates[protocol].report();
        if (protocol === chosen) fingers = seen;
      }
      return fingers;
    },
    restore(state) {
      for (const tracker of Object.values(candidates)) tracker.restore(state);
    },
    forget() {
      for (const tracker of Object.values(candidates)) tracker.forget();
    },
  };
}
