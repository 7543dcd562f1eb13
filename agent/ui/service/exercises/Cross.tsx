/** A cross whose middle is to be touched, at a fraction of the screen. */
export function Cross({ at }: { at: { x: number; y: number } }) {
  return (
    <svg
      class="cross"
      style={{ left: `${at.x * 100}%`, top: `${at.y * 100}%` }}
      viewBox="-50 -50 100 100"
      aria-hidden="true"
      focusable="false"
    >
      <circle r="30" />
      <path d="M-48 0H48M0-48V48" />
      <circle class="cross-dot" r="3" />
    </svg>
  );
}
