import type { AgentMessage } from '../../../protocol/kiosk.ts';
import type { Guide } from '../guidance/stops.ts';
import { type Direction, nearest } from './spatial.ts';

export type KeyMessage = Extract<AgentMessage, { type: 'key' }>;

const controls = 'button, a[href], input, [role="button"]';

/** Share of its height by which a text is scrolled where no control lies ahead: some lines stay in sight. */
const scrollShare = 0.5;

/**
 * Lets a keypad do all that a finger can. Arrows move the focus to the control that lies that way, or scroll
 * where there is only text; ok presses what has the focus. Back, home and help press the control that says in
 * `data-key` that it is for them; one marked `any` is pressed by every key. What is inert is never reached, so
 * nobody is caught under a dialog, and nothing here knows of screens or sessions. Where a guide is on, arrows lead
 * through the texts as well, in its order.
 */
export function createKeys(root: Document, guide?: Guide): { take(message: KeyMessage): void } {
  const reachable = (element: Element | null): element is HTMLElement =>
    element instanceof HTMLElement &&
    !element.matches(':disabled') &&
    element.closest('[inert]') === null &&
    element.getClientRects().length > 0 &&
    getComputedStyle(element).visibility === 'visible';
  const marked = (key: string): HTMLElement | undefined =>
    [...root.querySelectorAll(`[data-key~="${key}"]`)].find(reachable);
  const focused = (): HTMLElement | undefined => {
    const element = root.activeElement;
    return element?.matches(controls) && reachable(element) ? element : undefined;
  };

  function focus(element: HTMLElement): void {
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  function move(direction: Direction): void {
    const from = root.activeElement ?? root.body;
    const stop = guide?.on() ? guide.next(from, direction) : undefined;
    if (stop) {
      focus(stop);
      return;
    }
    const start = reachable(from) && from !== root.body ? from.getBoundingClientRect() : topOf(root);
    const candidates = [...root.querySelectorAll(controls)].filter(reachable);
    const boxOf = (element: Element) => element.getBoundingClientRect();
    const scroller = scrollerFor(root, from);
    if (scroller && (direction === 'up' || direction === 'down') && canScroll(scroller, direction)) {
      // What lies further on in a text comes before what stands beside it; and it has to be seen on the way.
      const inside = candidates.filter((element) => scroller.contains(element));
      const next = nearest(start, inside, boxOf, direction);
      if (next && isNear(next, scroller)) focus(next);
      else scroll(scroller, direction);
      return;
    }
    // What is scrolled out of sight lies, by its place, under other controls: those come first.
    const seen = candidates.filter(isSeen);
    const next = nearest(start, seen, boxOf, direction) ?? nearest(start, candidates, boxOf, direction);
    if (next) focus(next);
  }

  function press(): void {
    const element = focused() ?? marked('any');
    if (element) element.click();
    else if (guide?.on() && root.activeElement !== root.body) guide.again();
    else move('down');
  }

  return {
    take({ key, phase }) {
      if (key === 'volume_up' || key === 'volume_down' || phase === 'up') return;
      root.documentElement.dataset.keys = '';
      const first = key === 'help' ? (marked('help') ?? marked('any')) : marked('any');
      if (key === 'ok') {
        // Held down, it would press whatever comes to stand under it.
        if (phase === 'down') press();
      } else if (first) {
        if (phase === 'down') first.click();
      } else if (key === 'back' || key === 'home' || key === 'help') {
        if (phase === 'down') marked(key)?.click();
      } else move(key);
    },
  };
}

/** Where the way begins when nothing has the focus: a line above all. */
function topOf(root: Document): DOMRect {
  return new DOMRect(0, -1, root.documentElement.clientWidth, 0);
}

/** The text that the focus is in; where it is nowhere, the one that can be reached. */
function scrollerFor(root: Document, from: Element): HTMLElement | undefined {
  const around = from.closest<HTMLElement>('.scroller');
  if (around) return around;
  if (from !== root.body) return undefined;
  return [...root.querySelectorAll<HTMLElement>('.scroller')].find(
    (each) => each.closest('[inert]') === null,
  );
}

/** Rounding of scroll positions, in CSS px. */
const slack = 2;

function canScroll(element: HTMLElement, direction: 'up' | 'down'): boolean {
  const below = element.scrollHeight - element.clientHeight - element.scrollTop;
  return direction === 'down' ? below > slack : element.scrollTop > slack;
}

/** Whether a control is in sight, or comes into sight with one step of scrolling. */
function isNear(control: Element, scroller: HTMLElement): boolean {
  const box = control.getBoundingClientRect();
  const view = scroller.getBoundingClientRect();
  const step = scroller.clientHeight * scrollShare;
  return box.top < view.bottom + step / 2 && box.bottom > view.top - step / 2;
}

/** Whether a control is not scrolled out of sight. */
function isSeen(control: Element): boolean {
  const view = control.closest('.scroller')?.getBoundingClientRect();
  const box = control.getBoundingClientRect();
  return view === undefined || (box.top < view.bottom && box.bottom > view.top);
}

function scroll(element: HTMLElement, direction: 'up' | 'down'): void {
  element.scrollBy({ top: (direction === 'down' ? 1 : -1) * element.clientHeight * scrollShare });
}
