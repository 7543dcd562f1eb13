import type { MouthName } from './mouth.ts';

/**
 * The avatar, drawn in pieces that lie over each other, each an SVG of its own: what moves is then moved as a
 * picture, and nothing is drawn anew. All share one field of 400 by 400 units. Colours are those of
 * styles/avatar.css.
 */
const field = '0 0 400 400';

/** Shoulders in a jacket, a shirt, a badge with the sign for information. */
export function Body() {
  return (
    <svg viewBox={field} aria-hidden="true" focusable="false">
      <path class="a-skin-shade" d="M156 196h56v62c0 18-56 18-56 0z" />
      <path class="a-skin-deep" d="M156 224c10 17 44 17 56 0v12c-12 17-46 17-56 0z" />
      <path
        class="a-jacket"
        d="M26 400c0-66 24-102 70-118l52-20c10 26 62 26 72 0l52 20c46 16 70 52 70 118z"
      />
      <path class="a-shirt" d="M147 258l37 62 37-62-8-10c-12 14-46 14-58 0z" />
      <path class="a-shirt-shade" d="M150 252l34 42-20 8-22-38zM218 252l-34 42 20 8 22-38z" />
      <path
        class="a-jacket-light"
        d="M140 264l-18 26 14 10-8 10 56 90 0-76zM228 264l18 26-14 10 8 10-56 90 0-76z"
      />
      <path class="a-seam" d="M78 400c2-34 4-52 12-70M290 400c-2-34-4-52-12-70" />
      <rect class="a-shirt" x="236" y="338" width="40" height="40" rx="12" />
      <path class="a-sign" d="M256 355v13M256 348.5v.1" />
    </svg>
  );
}

/** Hair behind the head. */
export function HairBehind() {
  return (
    <svg viewBox={field} aria-hidden="true" focusable="false">
      <path
        class="a-hair-deep"
        d="M106 152c-8-74 26-120 80-120s86 46 76 120c-1 34 2 62-14 84-6 8-18 10-26 4h-76c-8 6-20 4-26-4-14-22-13-50-14-84z"
      />
    </svg>
  );
}

/** Face and the hair before it; eyes, brows and mouth lie over it. */
export function Face() {
  return (
    <svg viewBox={field} aria-hidden="true" focusable="false">
      <path class="a-skin" d="M124 138c0-52 24-76 60-76s60 24 60 76c0 52-22 92-60 92s-60-40-60-92z" />
      <path
        class="a-skin-shade"
        d="M184 230c-38 0-60-40-60-92 6 46 26 78 66 78 26 0 42-14 52-42-10 34-30 56-58 56z"
        opacity="0.35"
      />
      <ellipse class="a-blush" cx="145" cy="180" rx="15" ry="9" />
      <ellipse class="a-blush" cx="223" cy="180" rx="15" ry="9" />
      <path class="a-line" d="M184 150c-3 10-7 17-6 21 1 4 8 5 13 2" />
      <path
        class="a-hair"
        d="M112 168c-12-78 22-128 76-128 52 0 84 46 74 126-6-20-8-40-22-58-8-10-16-16-22-26-10 22-46 36-78 36-12 0-18 22-28 50z"
      />
      <path class="a-hair-light" d="M134 84c14-20 36-30 62-26-22 2-42 12-56 32z" />
    </svg>
  );
}

/** In a field of its own, 100 by 28 units, from (134, 132) of the large one. */
export function Eyes() {
  return (
    <svg viewBox="0 0 100 28" aria-hidden="true" focusable="false">
      {[22, 78].map((x) => (
        <g key={x}>
          <ellipse class="a-white" cx={x} cy="15" rx="12.5" ry="9.5" />
          <path class="a-lash" d={`M${x - 14} 13c4-9 24-9 28 0`} />
        </g>
      ))}
    </svg>
  );
}

/** What looks about in the eyes. */
export function Pupils() {
  return (
    <svg viewBox="0 0 100 28" aria-hidden="true" focusable="false">
      {[22, 78].map((x) => (
        <g key={x}>
          <circle class="a-iris" cx={x} cy="15" r="8" />
          <circle class="a-pupil" cx={x} cy="15" r="4.2" />
          <circle class="a-white" cx={x + 2.6} cy="11.8" r="2.4" />
        </g>
      ))}
    </svg>
  );
}

/** In a field of its own, 100 by 20 units, from (134, 110) of the large one. */
export function Brows() {
  return (
    <svg viewBox="0 0 100 20" aria-hidden="true" focusable="false">
      <path class="a-brow" d="M9 13c7-7 19-8 27-3M64 10c8-5 20-4 27 3" />
    </svg>
  );
}

/** One of the mouths, in a field of 80 by 50 units, from (144, 178) of the large one. */
export function Mouth({ name }: { name: MouthName }) {
  return (
    <svg viewBox="0 0 80 50" class={`mouth mouth-${name}`} aria-hidden="true" focusable="false">
      {mouths[name]}
    </svg>
  );
}

const mouths: Record<MouthName, preact.JSX.Element> = {
  rest: <path class="a-lip-line" d="M21 22c9 9 29 9 38 0" />,
  lips: (
    <>
      <path class="a-lip" d="M22 24c6-5 14-4 18-2 4-2 12-3 18 2-6 6-30 6-36 0z" />
      <path class="a-lip-line" d="M24 24c8 2 24 2 32 0" />
    </>
  ),
  teeth: (
    <>
      <path class="a-lip" d="M22 22c8-6 28-6 36 0-2 12-34 12-36 0z" />
      <path class="a-white" d="M26 21c8-4 20-4 28 0-4 5-24 5-28 0z" />
    </>
  ),
  tongue: (
    <>
      <path class="a-mouth" d="M22 20c8-4 28-4 36 0-1 17-35 17-36 0z" />
      <path class="a-white" d="M25 20c8-3 22-3 30 0-1 4-29 4-30 0z" />
      <path class="a-tongue" d="M28 30c5-5 19-5 24 0-5 5-19 5-24 0z" />
    </>
  ),
  narrow: (
    <>
      <path class="a-mouth" d="M21 21c9-4 29-4 38 0-1 12-37 12-38 0z" />
      <path class="a-white" d="M24 21c9-3 23-3 32 0-1 7-31 7-32 0z" />
    </>
  ),
  a: (
    <>
      <path class="a-mouth" d="M20 17c8-5 32-5 40 0 1 32-41 32-40 0z" />
      <path class="a-white" d="M24 17c8-4 24-4 32 0-1 6-31 6-32 0z" />
      <path class="a-tongue" d="M28 35c5-8 19-8 24 0-6 7-18 7-24 0z" />
    </>
  ),
  e: (
    <>
      <path class="a-mouth" d="M19 18c9-5 33-5 42 0 0 24-42 24-42 0z" />
      <path class="a-white" d="M23 18c9-4 25-4 34 0-1 6-33 6-34 0z" />
      <path class="a-tongue" d="M29 31c5-5 17-5 22 0-5 5-17 5-22 0z" />
    </>
  ),
  i: (
    <>
      <path class="a-mouth" d="M17 19c10-4 36-4 46 0-2 16-44 16-46 0z" />
      <path class="a-white" d="M20 19c10-3 30-3 40 0-2 9-38 9-40 0z" />
    </>
  ),
  o: (
    <>
      <ellipse class="a-lip" cx="40" cy="26" rx="15" ry="17" />
      <ellipse class="a-mouth" cx="40" cy="26" rx="10.5" ry="12.5" />
      <path class="a-tongue" d="M33 34c3-4 11-4 14 0-3 4-11 4-14 0z" />
    </>
  ),
  u: (
    <>
      <ellipse class="a-lip" cx="40" cy="25" rx="11" ry="11" />
      <ellipse class="a-mouth" cx="40" cy="25" rx="6" ry="6.5" />
    </>
  ),
};

/** A forearm with a hand that points at what stands beside the avatar. */
export function Arm() {
  return (
    <svg viewBox={field} aria-hidden="true" focusable="false">
      <path class="a-jacket-near" d="M277 400c0-16 5-32 11-44h50c10 14 17 28 19 44z" />
      <path class="a-skin" d="M304 308c-6-10-5-22 3-27 8-4 13 3 12 9-1 6 3 10 8 13z" />
      <path
        class="a-skin"
        d="M292 336c-5-19-1-36 13-40 6-2 12-2 18-2l60-5c12-1 13 16 1 17l-38 4c8 1 10 9 4 12 5 3 4 10-3 12 2 5-3 8-9 9l-2 14h-43z"
      />
      <path
        class="a-line"
        d="M346 310c-8 0-13 1-18 4M348 322c-7-1-12 0-16 2M344 334c-5-1-9 0-12 1M318 297c3 2 6 3 10 3"
      />
      <rect class="a-shirt" x="285" y="346" width="56" height="15" rx="7" />
    </svg>
  );
}
