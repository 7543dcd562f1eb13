/** Colours of the posters: the blue of Italian public services, its navy, and warm accents beside them. */
export const palette = {
  blue: '#0066CC',
  sky: '#3D93EB',
  pale: '#CFE5FA',
  navy: '#17324D',
  night: '#0D2036',
  cream: '#FFF4E3',
  sand: '#F6D9A8',
  sun: '#FFB81C',
  orange: '#F5803E',
  coral: '#E5484D',
  green: '#00856A',
  mint: '#8FD6B4',
  white: '#FFFFFF',
} as const;

/** Size of a poster in pixels: a portrait screen. */
export const poster = { width: 1080, height: 1920 } as const;

/** Where a poster's picture stands; only calm ground lies below. */
const horizon = 1270;

interface TextStyle {
  x: number;
  y: number;
  size: number;
  fill: string;
  weight?: 300 | 600 | 700;
  /** Distance of lines as a share of the size. */
  leading?: number;
  opacity?: number;
}

/** Lines of text, the first with its baseline at `y`. */
export function lines(texts: readonly string[], style: TextStyle): string {
  const { x, y, size, fill, weight = 700, leading = 1.02, opacity = 1 } = style;
  const tight = weight === 700 ? -size * 0.018 : 0;
  return texts
    .map(
      (text, index) =>
        `<text x="${x}" y="${y + index * size * leading}" font-size="${size}" font-weight="${weight}" fill="${fill}" letter-spacing="${tight}" opacity="${opacity}">${text}</text>`,
    )
    .join('');
}

/** The small line at the top that says who speaks. */
export function sender(fill: string, mark: string): string {
  return `<circle cx="100" cy="106" r="16" fill="${mark}"/>${lines(['Sportello digitale'], { x: 134, y: 120, size: 40, weight: 600, fill })}`;
}

/**
 * Moves a picture that was drawn for the whole poster to where it stays in sight: below `horizon` the screen
 * lays its invitation to touch over the poster.
 *
 * @param ground the picture's own ground, which comes to stand on the horizon
 */
export function aboveInvitation(picture: string, ground: number, scale = 1): string {
  return `<g transform="translate(${540 - 540 * scale} ${horizon - ground * scale}) scale(${scale})">${picture}</g>`;
}

export const circle = (x: number, y: number, r: number, fill: string, more = '') =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}" ${more}/>`;

export const box = (
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
  radius = 0,
  more = '',
) => `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="${fill}" ${more}/>`;

export const path = (d: string, fill: string, more = '') => `<path d="${d}" fill="${fill}" ${more}/>`;

export const stroke = (d: string, colour: string, width: number, more = '') =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round" ${more}/>`;

/** Half a disc that stands on its flat side at `y`. */
export const dome = (x: number, y: number, r: number, fill: string) =>
  path(`M${x - r} ${y}A${r} ${r} 0 0 1 ${x + r} ${y}Z`, fill);

interface Figure {
  skin: string;
  hair: string;
  coat: string;
  trousers: string;
}

/**
 * A standing person seen from the side, about 560 high, feet at (x, y), who stretches an arm to the right.
 *
 * @param hand where the hand goes, relative to the feet
 */
export function person(x: number, y: number, figure: Figure, hand: { x: number; y: number }): string {
  return `<g transform="translate(${x} ${y})">
    ${stroke('M-34 -262 L-44 -44', figure.trousers, 66)}
    ${stroke('M26 -262 L38 -44', figure.trousers, 66)}
    ${path('M-84 0 q0 -40 40 -40 h34 v40z', palette.night)}
    ${path('M4 0 v-40 h40 q44 0 44 40z', palette.night)}
    ${path('M-96 -236 V-404 Q-96 -484 -10 -484 Q76 -484 76 -404 V-236 Z', figure.coat)}
    ${box(-38, -530, 56, 80, figure.skin, 24)}
    ${circle(-6, -570, 70, figure.skin)}
    ${path('M-78 -562 A72 72 0 0 1 58 -606 Q20 -598 -4 -584 Q-22 -548 -40 -510 Q-74 -522 -78 -562Z', figure.hair)}
    ${stroke(`M16 -420 Q${hand.x * 0.5} ${hand.y * 0.62} ${hand.x} ${hand.y}`, figure.coat, 62)}
    ${circle(hand.x + 12, hand.y - 4, 33, figure.skin)}
  </g>`;
}

/** A totem with its foot at (x, y): 300 wide, 760 high, with a page on its screen. */
export function totem(x: number, y: number, body: string, accent: string): string {
  return `<g transform="translate(${x} ${y})">
    ${box(-200, -26, 400, 34, palette.night, 17)}
    ${box(-150, -780, 300, 770, body, 44)}
    ${box(-122, -746, 244, 480, palette.white, 24)}
    ${path('M-122 -722 a24 24 0 0 1 24 -24 h196 a24 24 0 0 1 24 24 v76 h-244z', accent)}
    ${box(-94, -712, 120, 20, palette.white, 10)}
    ${box(-94, -618, 88, 88, palette.pale, 16)}${box(6, -618, 88, 88, palette.sun, 16)}
    ${box(-94, -512, 88, 88, palette.mint, 16)}${box(6, -512, 88, 88, palette.pale, 16)}
    ${box(-94, -396, 188, 18, palette.pale, 9)}${box(-94, -362, 140, 18, palette.pale, 9)}
    ${box(-94, -328, 164, 18, palette.pale, 9)}
    ${box(-30, -212, 60, 10, palette.sky, 5)}
  </g>`;
}

/** Rows of paving that calm ground from `top` down, drawn for a poster whose ground is navy or night. */
export function paving(top: number, colour: string): string {
  const rows = [0, 1, 2, 3, 4, 5, 6].map((row) => {
    const y = top + 40 + row * (44 + row * 9);
    const length = 60 + row * 26;
    return stroke(
      `M${-40 - row * 37} ${y} H1200`,
      colour,
      8 + row * 2,
      `stroke-dasharray="${length} ${length * 0.9}"`,
    );
  });
  return rows.join('');
}
