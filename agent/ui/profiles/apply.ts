import type { Measures } from './panel.ts';
import { type Profiles, profileNames } from './profiles.ts';

/** Puts the profiles on the root, where `styles/profiles.css` finds them, with the sizes that it needs. */
export function applyProfiles(root: HTMLElement, profiles: Profiles, measures: Measures): void {
  for (const name of profileNames) root.toggleAttribute(`data-profile-${name}`, profiles[name]);
  root.style.setProperty('--legible-root', `${measures.legibleRoot.toFixed(2)}px`);
  root.style.setProperty('--least-target', `${measures.leastTarget.toFixed(2)}px`);
  root.style.setProperty('--reach', measures.reach.toFixed(4));
}

/** Whether nothing may move: the citizen's own wish, or that of the browser's user. */
export function wantsStillness(root: HTMLElement): boolean {
  return (
    root.hasAttribute('data-profile-calm') || window.matchMedia('(prefers-reduced-motion: reduce)').matches
  );
}

/** The share of the screen, from below, that the citizen can touch. */
export function reachedShare(root: HTMLElement): number {
  if (!root.hasAttribute('data-profile-low')) return 1;
  return Number.parseFloat(root.style.getPropertyValue('--reach')) || 1;
}
