import type { KeyPhase, TotemKey } from '../../../protocol/touch.ts';

/**
 * The technician's gesture: once round the four corners of the screen, either way, ending where it began. Nobody
 * does that by accident; corners are found by the hand alone; and a panel that is mounted turned or mirrored, which
 * is what a technician may have come for, changes nothing of it.
 */
export interface CornerGesture {
  /** A finger came down at this place, in fractions of the screen. True when it completes the gesture. */
  down(x: number, y: number, now: number): boolean;
}

/** How far from a corner a finger may be, as a share of the screen's shorter side. */
const reach = 0.16;
/** Milliseconds for all of it. */
const within = 12_000;

/** @param aspect width of the screen divided by its height */
export function createCornerGesture(aspect: () => number): CornerGesture {
  let visited: number[] = [];
  let startedAt = 0;
  return {
    down(x, y, now) {
      const corner = cornerAt(x, y, aspect());
      if (corner === undefined) {
        visited = [];
        return false;
      }
      if (visited.length === 0 || now - startedAt > within || !continues(visited, corner)) {
        // A shaky hand may touch a corner twice.
        if (corner === visited.at(-1) && now - startedAt <= within) return false;
        visited = [corner];
        startedAt = now;
        return false;
      }
      visited = [...visited, corner];
      if (visited.length < 5) return false;
      visited = [];
      return true;
    },
  };
}

/** Corners are numbered clockwise from the top left, which is 0. */
function cornerAt(x: number, y: number, aspect: number): number | undefined {
  const across = aspect < 1 ? reach : reach / aspect;
  const along = aspect < 1 ? reach * aspect : reach;
  const left = x <= across;
  const right = x >= 1 - across;
  const top = y <= along;
  const bottom = y >= 1 - along;
  if (top) return left ? 0 : right ? 1 : undefined;
  if (bottom) return left ? 3 : right ? 2 : undefined;
  return undefined;
}

function continues(visited: readonly number[], corner: number): boolean {
  const [first = 0, second] = visited;
  const direction = second === undefined ? turnOf(first, corner) : turnOf(first, second);
  return direction !== 0 && turnOf(visited.at(-1) ?? first, corner) === direction;
}

/** 1 for the next corner clockwise, -1 for the next one anticlockwise, 0 for any other. */
function turnOf(from: number, to: number): number {
  const steps = (to - from + 4) % 4;
  return steps === 1 ? 1 : steps === 3 ? -1 : 0;
}

/** The same by the keypad: help is held while up, down, up, down and OK are pressed. */
export interface KeyGesture {
  /** True when it completes the gesture. */
  key(key: TotemKey, phase: KeyPhase): boolean;
}

const sequence = ['up', 'down', 'up', 'down', 'ok'] as const satisfies readonly TotemKey[];

export function createKeyGesture(): KeyGesture {
  let held = false;
  let done = 0;
  return {
    key(key, phase) {
      if (key === 'help') {
        if (phase !== 'repeat') done = 0;
        held = phase !== 'up';
        return false;
      }
      if (!held || phase !== 'down') return false;
      if (key !== sequence[done]) {
        done = key === sequence[0] ? 1 : 0;
        return false;
      }
      done += 1;
      if (done < sequence.length) return false;
      done = 0;
      return true;
    },
  };
}
