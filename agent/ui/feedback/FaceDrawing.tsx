import type { Face } from '../../../protocol/usage.ts';

/** Mouths on a grid of 96: told apart by their line alone, without any colour. */
const mouths: Record<Face, string> = {
  good: 'M28 55c4 13 12 18 20 18s16-5 20-18',
  fair: 'M31 63h34',
  poor: 'M29 70c4-11 11-15 19-15s15 4 19 15',
};

/** One of the three faces. It says nothing by itself: its word stands below it. */
export function FaceDrawing({ face }: { face: Face }) {
  return (
    <svg class="face-drawing" viewBox="0 0 96 96" aria-hidden="true" focusable="false">
      <circle class="face-skin" cx="48" cy="48" r="42" />
      <circle class="face-eye" cx="34" cy="40" r="4.5" />
      <circle class="face-eye" cx="62" cy="40" r="4.5" />
      <path class="face-mouth" d={mouths[face]} />
    </svg>
  );
}
