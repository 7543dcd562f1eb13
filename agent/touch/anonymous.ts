import { abs, buttonTouch, ev, syn } from './codes.ts';
import { type Finger, maximumFingers, newFinger, type Tracker } from './fingers.ts';
import { setAxis } from './slots.ts';

/** A finger of the report that is being read. */
interface Sighting {
  finger: Finger;
  id: number | null;
  placed: boolean;
}

/**
 * Multi-touch protocol A (Documentation/input/multi-touch-protocol.rst of the kernel): each report names all
 * fingers anew, SYN_MT_REPORT after each. Which finger is which has to be told by the nearest place, unless the
 * panel gives tracking ids. A report with SYN_MT_REPORT and no place says that no finger is left.
 *
 * @param reach the farthest that a finger moves between two reports, in units of the axes
 */
export function createAnonymous(reach: { x: number; y: number }): Tracker {
  let fingers: Finger[] = [];
  let ids = new Map<number, number>();
  let sightings: Sighting[] = [];
  let current = newSighting();
  let separated = false;
  let released = false;

  const complete = (): void => {
    if (current.placed && sightings.length < maximumFingers) sightings.push(current);
    current = newSighting();
  };

  const match = (): Map<Sighting, number> => {
    const numbers = new Map<Sighting, number>();
    const taken = new Set<number>();
    const give = (sighting: Sighting, number: number): void => {
      numbers.set(sighting, number);
      taken.add(number);
    };
    const known = fingers.filter((finger) => finger.down);
    for (const sighting of sightings) {
      const number = sighting.id === null ? undefined : ids.get(sighting.id);
      if (number !== undefined && !taken.has(number)) give(sighting, number);
    }
    const pairs = sightings
      .filter((sighting) => sighting.id === null)
      .flatMap((sighting) =>
        known.map((finger) => ({
          sighting,
          number: finger.number,
          distance: Math.hypot(
            (finger.x - sighting.finger.x) / reach.x,
            (finger.y - sighting.finger.y) / reach.y,
          ),
        })),
      )
      .filter(({ distance }) => distance <= 1)
      .sort((a, b) => a.distance - b.distance);
    for (const { sighting, number } of pairs) {
      if (!numbers.has(sighting) && !taken.has(number)) give(sighting, number);
    }
    // A new finger gets a number that no finger of this report or the last one has.
    const lastOnes = new Set(known.map((finger) => finger.number));
    let free = 0;
    for (const sighting of sightings) {
      if (numbers.has(sighting)) continue;
      while (taken.has(free) || lastOnes.has(free)) free += 1;
      give(sighting, free);
    }
    return numbers;
  };

  const forget = (): void => {
    fingers = [];
    ids = new Map();
    sightings = [];
    current = newSighting();
    separated = false;
    released = false;
  };

  return {
    take(type, code, value) {
      if (type === ev.syn && code === syn.mtReport) {
        complete();
        separated = true;
      } else if (type === ev.key && code === buttonTouch) released = value === 0;
      if (type !== ev.abs) return;
      if (code === abs.trackingId) current.id = value;
      else {
        setAxis(current.finger, code, value);
        if (code === abs.positionX || code === abs.positionY) current.placed = true;
      }
    },
    report() {
      // Some panels leave out the mark after their only finger.
      if (current.placed) complete();
      const nothingSaid = !separated && sightings.length === 0;
      if (nothingSaid && !released) return fingers;
      const numbers = match();
      const before = fingers;
      fingers = [];
      ids = new Map();
      for (const [sighting, number] of numbers) {
        const { finger, id } = sighting;
        fingers.push({ ...finger, number, down: true });
        if (id !== null) ids.set(id, number);
      }
      for (const finger of before) {
        if (finger.down && !fingers.some(({ number }) => number === finger.number)) {
          fingers.push({ ...finger, down: false });
        }
      }
      sightings = [];
      separated = false;
      released = false;
      return fingers;
    },
    // The kernel keeps no fingers of such a panel; its next report names them all.
    restore: forget,
    forget,
  };
}

function newSighting(): Sighting {
  return { finger: newFinger(0), id: null, placed: false };
}
