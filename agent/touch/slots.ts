import { abs, ev } from './codes.ts';
import { type Finger, maximumFingers, newFinger, type PanelState, type Tracker } from './fingers.ts';

/**
 * Multi-touch protocol B (Documentation/input/multi-touch-protocol.rst of the kernel): each finger has a slot,
 * and only what changed is sent, so slots keep their values across reports and across fingers.
 */
export function createSlots(): Tracker {
  const fingers: Finger[] = [];
  const ids: number[] = [];
  let slot = 0;

  const at = (number: number): Finger | undefined => {
    if (number < 0 || number >= maximumFingers) return undefined;
    while (fingers.length <= number) {
      fingers.push(newFinger(fingers.length));
      ids.push(-1);
    }
    return fingers[number];
  };

  const identify = (finger: Finger, id: number): void => {
    const before = ids[finger.number] ?? -1;
    ids[finger.number] = id;
    if (id >= 0 && before >= 0 && before !== id) finger.replaced = true;
    // Lifted and put down within one report: the two are different fingers.
    else if (id >= 0 && !finger.down && wasDown.has(finger)) finger.replaced = true;
    finger.down = id >= 0;
  };
  /** Fingers that were down at the last report. */
  const wasDown = new Set<Finger>();

  return {
    take(type, code, value) {
      if (type !== ev.abs) return;
      if (code === abs.slot) {
        slot = value;
        return;
      }
      if (code < abs.slot) return;
      const finger = at(slot);
      if (!finger) return;
      if (code === abs.trackingId) identify(finger, value);
      else setAxis(finger, code, value);
    },
    report() {
      wasDown.clear();
      for (const finger of fingers) if (finger.down) wasDown.add(finger);
      return fingers;
    },
    restore(state: PanelState) {
      slot = state.slot;
      for (const [number, { id, axes }] of state.slots.entries()) {
        const finger = at(number);
        if (!finger) continue;
        for (const [code, value] of axes) setAxis(finger, code, value);
        if (ids[number] !== id) identify(finger, id);
      }
    },
    forget() {
      for (const finger of fingers) {
        finger.down = false;
        finger.replaced = false;
        ids[finger.number] = -1;
      }
      wasDown.clear();
    },
  };
}

/** Sets what one of the multi-touch axes tells of a finger. */
export function setAxis(finger: Finger, code: number, value: number): void {
  if (code === abs.positionX) finger.x = value;
  else if (code === abs.positionY) finger.y = value;
  else if (code === abs.touchMajor) finger.major = value;
  else if (code === abs.mtPressure) finger.pressure = value;
  else if (code === abs.toolType) finger.tool = value;
  else if (code === abs.distance) finger.distance = value;
}
