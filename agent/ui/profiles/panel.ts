import type { PanelSize } from '../../../protocol/profiles.ts';

/** Without a word in the configuration: a 32-inch panel (16:9), the most common in totems, hung as the page is. */
const usualPanel = { long: 708, short: 398 };

/** Least height of a capital letter to be read from 600 mm, in mm: EN 301 549 V3.2.1, 5.1.4. */
export const leastCapital = 7.3;
/** Height of a capital of Titillium Web as a share of the font size (OS/2 sCapHeight 692 of 1000 units). */
export const capitalShare = 0.692;
/** The smallest text of the citizen's screens, in rem. */
export const smallestText = 0.875;
/** Least side of a target, in mm. */
export const leastTarget = 20;
/** Highest point that a person in a wheelchair reaches forwards, in mm: EN 301 549 V3.2.1, 8.3.2. */
export const highestReach = 1220;
/** The lowest band in which all controls come where the height of the panel is not known, as a share of it. */
const usualReach = 0.4;
/** Below the first nothing has room; above the second the profile would change nothing. */
const reachLimits = { least: 0.3, most: 0.6 };

/** Sizes that depend on the glass: CSS px, and a share of the screen's height. */
export interface Measures {
  pixelsPerMillimetre: number;
  /** Font size of the root that makes the smallest capital high enough. */
  legibleRoot: number;
  leastTarget: number;
  /** Share of the screen's height, from below, that can be reached from a wheelchair. */
  reach: number;
}

/** @param view size of the page in CSS px */
export function measuresOf(panel: PanelSize | null, view: { width: number; height: number }): Measures {
  const width = panel?.width ?? (view.width > view.height ? usualPanel.long : usualPanel.short);
  const pixelsPerMillimetre = view.width / width;
  return {
    pixelsPerMillimetre,
    legibleRoot: (leastCapital * pixelsPerMillimetre) / capitalShare / smallestText,
    leastTarget: leastTarget * pixelsPerMillimetre,
    reach: reachOf(panel),
  };
}

function reachOf(panel: PanelSize | null): number {
  if (panel?.aboveFloor === undefined) return usualReach;
  const share = (highestReach - panel.aboveFloor) / panel.height;
  return Math.min(reachLimits.most, Math.max(reachLimits.least, share));
}
