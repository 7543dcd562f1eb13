import { toolPalm } from './codes.ts';
import type { Finger } from './fingers.ts';

/** A part of the screen, in fractions of its width and height. */
export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What is no finger. */
export interface Rejection {
  /** Border of the screen in which no touch may begin, as a share of width and height. */
  edge: number;
  /** Further parts of the screen in which no touch may begin: a scratch, a frame over the glass. */
  deadZones: readonly Area[];
  /** Size and pressure (in the units of the panel) from which a touch is a palm; null where nobody said. */
  palmSize: number | null;
  palmPressure: number | null;
  /** Moves smaller than this share of the screen are not told. */
  jitter: number;
  /** Seconds without any change after which a finger is taken for dirt. */
  stuckSeconds: number;
}

/** Whether a touch is none: a palm at any time, or something that begins where no finger may. */
export function isRejected(
  { edge, deadZones, palmSize, palmPressure }: Rejection,
  { tool, major, pressure }: Finger,
  { x, y }: { x: number; y: number },
  begins: boolean,
): boolean {
  if (tool === toolPalm) return true;
  if (palmSize !== null && major >= palmSize) return true;
  if (palmPressure !== null && pressure >= palmPressure) return true;
  if (!begins) return false;
  if (edge > 0 && (x < edge || y < edge || x > 1 - edge || y > 1 - edge)) return true;
  return deadZones.some(
    (zone) => x >= zone.x && y >= zone.y && x <= zone.x + zone.width && y <= zone.y + zone.height,
  );
}
