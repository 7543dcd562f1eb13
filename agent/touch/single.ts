import { abs, buttonTouch, ev } from './codes.ts';
import { newFinger, type Tracker } from './fingers.ts';

/** A panel that knows one finger: BTN_TOUCH, ABS_X, ABS_Y. */
export function createSingle(): Tracker {
  const finger = newFinger(0);
  const fingers = [finger];
  let wasDown = false;

  const touch = (down: boolean): void => {
    if (down && !finger.down && wasDown) finger.replaced = true;
    finger.down = down;
  };

  return {
    take(type, code, value) {
      if (type === ev.key && code === buttonTouch) touch(value !== 0);
      if (type !== ev.abs) return;
      if (code === abs.x) finger.x = value;
      else if (code === abs.y) finger.y = value;
      else if (code === abs.pressure) finger.pressure = value;
    },
    report() {
      wasDown = finger.down;
      return fingers;
    },
    restore({ touching, x, y }) {
      finger.x = x;
      finger.y = y;
      touch(touching);
    },
    forget() {
      finger.down = false;
      finger.replaced = false;
      wasDown = false;
    },
  };
}
