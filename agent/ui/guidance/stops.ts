/** What the citizen comes to in speech guidance: every text and every control, in the order of the page. */
const controls = 'button:not(:disabled), a[href], input:not(:disabled)';
const texts = 'h1, h2, h3, h4, p, li, dt, dd, th, td, figcaption, summary, img[alt]:not([alt=""])';
const pictures = '[role="img"][aria-label]';

/** Not met on the way: scrolling goes with the focus, and a dialog's countdown is told by itself. */
const passedOver = '.scroll-buttons, [aria-hidden="true"], [inert], [aria-live="assertive"], .mood';

export type Step = 'up' | 'down' | 'left' | 'right';

/** The way through the page by arrows, as speech guidance wants it. */
export interface Guide {
  /** Whether it is wanted now. */
  on(): boolean;
  /** Where an arrow leads; `undefined` where the page's own way is better. */
  next(from: Element, step: Step): HTMLElement | undefined;
  /** Tells once more what the citizen is at. */
  again(): void;
}

/**
 * Down and up go to the next and the former thing, right and left to the next and former control or heading. After
 * the last comes the first again, whose title is then heard. Among the keys of a keyboard arrows lead as they lie.
 */
export function nextStop(root: Document, from: Element, step: Step): HTMLElement | undefined {
  if (from.closest('.keyboard')) return undefined;
  const forwards = step === 'down' || step === 'right';
  const all = stopsIn(root, step === 'left' || step === 'right' ? `${controls}, h1, h2, h3` : undefined);
  const ordered = forwards ? all : all.toReversed();
  const wanted = forwards ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
  const at = ordered.indexOf(from as HTMLElement);
  const next =
    at >= 0
      ? ordered[at + 1]
      : ordered.find((stop) => (from.compareDocumentPosition(stop) & wanted) !== 0 && !stop.contains(from));
  const stop = next ?? ordered[0];
  if (stop && !stop.matches(controls) && !stop.hasAttribute('tabindex')) stop.tabIndex = -1;
  return stop;
}

export function stopsIn(root: Document, kinds = `${controls}, ${texts}, ${pictures}`): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(kinds)].filter(
    (element) =>
      element.getClientRects().length > 0 &&
      getComputedStyle(element).visibility === 'visible' &&
      !element.closest(passedOver) &&
      (element.matches(controls) || isWhole(element)),
  );
}

/** A text that has something to say and is no part of a control, nor holds a smaller one. */
function isWhole(element: Element): boolean {
  if (element.parentElement?.closest('button, a[href]')) return false;
  if (element.matches(`img, ${pictures}`)) return true;
  if (element.querySelector(`${controls}, ${texts}`)) return false;
  return (element.textContent ?? '').trim() !== '';
}
