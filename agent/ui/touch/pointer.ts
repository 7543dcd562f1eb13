import type { AgentMessage } from '../../../protocol/kiosk.ts';

export type TouchMessage = Extract<AgentMessage, { type: 'touch' }>;

/** Farther than this from where it came down (CSS px), a finger drags and no longer taps. */
export const tapDistance = 12;

/** What a tap can be meant for. */
const controls = 'button, a[href], input, [role="button"]';

/** Ids far from those that the engine gives to real pointers. */
const firstPointerId = 10_000;

interface Contact {
  id: number;
  target: Element;
  x: number;
  y: number;
  dragged: boolean;
}

/**
 * Turns the agent's touches into pointer events on what lies under them, as an engine with a touch screen
 * would: moves and the end go to where the finger came down, and a click follows if it stayed there. One
 * finger counts at a time; what the others do is ignored.
 */
export function createPointer(root: Document): {
  take(touch: TouchMessage): void;
  /** The agent is gone, and with it whoever would tell that the finger was lifted. */
  release(): void;
} {
  let contact: Contact | undefined;

  function fire(type: string, at: Contact, x: number, y: number): void {
    at.target.dispatchEvent(
      new PointerEvent(type, {
        bubbles: true,
        cancelable: true,
        composed: true,
        pointerId: at.id,
        pointerType: 'touch',
        isPrimary: true,
        button: type === 'pointermove' ? -1 : 0,
        buttons: type === 'pointerup' || type === 'pointercancel' ? 0 : 1,
        clientX: x,
        clientY: y,
      }),
    );
  }

  function press(control: Element | null): void {
    for (const pressed of root.querySelectorAll('[data-pressed]')) pressed.removeAttribute('data-pressed');
    control?.setAttribute('data-pressed', '');
  }

  function release(): void {
    if (!contact) return;
    const at = contact;
    contact = undefined;
    press(null);
    fire('pointercancel', at, at.x, at.y);
  }

  return {
    release,
    take({ phase, contact: number, x: across, y: down }) {
      const view = root.documentElement;
      // A touch on the last pixel of the panel is still on the page.
      const x = Math.min(across * view.clientWidth, view.clientWidth - 1);
      const y = Math.min(down * view.clientHeight, view.clientHeight - 1);
      const id = firstPointerId + number;

      if (phase === 'down') {
        // A finger does not come down twice: its end was lost.
        if (contact?.id === id) release();
        const target = contact ? undefined : root.elementFromPoint(x, y);
        if (!target) return;
        contact = { id, target, x, y, dragged: false };
        press(target.closest(controls));
        fire('pointerdown', contact, x, y);
        return;
      }
      if (contact?.id !== id) return;
      const at = contact;
      if (Math.hypot(x - at.x, y - at.y) > tapDistance && !at.dragged) {
        at.dragged = true;
        press(null);
      }
      if (phase === 'move') {
        fire('pointermove', at, x, y);
        return;
      }
      contact = undefined;
      press(null);
      if (phase === 'cancel') {
        fire('pointercancel', at, x, y);
        return;
      }
      fire('pointerup', at, x, y);
      if (!at.dragged && at.target.isConnected && isSame(at.target, root.elementFromPoint(x, y))) {
        at.target.dispatchEvent(
          new MouseEvent('click', {
            bubbles: true,
            cancelable: true,
            composed: true,
            detail: 1,
            clientX: x,
            clientY: y,
          }),
        );
      }
    },
  };
}

function isSame(from: Element, to: Element | null): boolean {
  if (from === to) return true;
  const control = from.closest(controls);
  return control !== null && control === to?.closest(controls);
}
