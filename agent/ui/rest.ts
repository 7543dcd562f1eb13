import type { AgentMessage } from '../../protocol/kiosk.ts';

/** Covers the page while nobody is near, and stops what moves on it while it sleeps. */
export function takeRest(
  root: HTMLElement,
  { rest, darkness }: Extract<AgentMessage, { type: 'rest' }>,
): void {
  if (rest === 'awake') delete root.dataset.rest;
  else root.dataset.rest = rest;
  root.style.setProperty('--darkness', String(darkness));
}
