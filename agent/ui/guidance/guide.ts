import { type Guide, nextStop } from './stops.ts';

/** The keypad's way through the page while the profile of speech guidance is on. */
export function createGuide(root: Document): Guide {
  return {
    on: () => root.documentElement.hasAttribute('data-profile-guidance'),
    next: (from, step) => nextStop(root, from, step),
    again() {
      // Told as if it had just been come to.
      root.activeElement?.dispatchEvent(new FocusEvent('focusin', { bubbles: true }));
    },
  };
}
