import { box, circle, dome, lines, palette, path, paving, stroke } from './shapes.ts';
import { skyline } from './skyline.ts';

/** High enough for the screen's invitation to touch, which lies over the lower third. */
const ground = 1150;

/** Colours of the sky over a day, by the share of the day. */
const sky: readonly (readonly [number, string])[] = [
  [0, '#0D2036'],
  [0.1, '#7A3B55'],
  [0.2, '#CC5A34'],
  [0.34, '#0066CC'],
  [0.62, '#0066CC'],
  [0.78, '#C2502F'],
  [0.88, '#5C3355'],
  [1, '#0D2036'],
];

const messages = [
  { from: 0.02, to: 0.3, italian: ['Buongiorno.'], english: 'Good morning.' },
  {
    from: 0.34,
    to: 0.62,
    italian: ['Servizi,', 'uffici, orari.'],
    english: 'Services, offices, opening hours.',
  },
  { from: 0.66, to: 0.97, italian: ['Tocca', 'lo schermo.'], english: 'Touch the screen.' },
] as const;

/** One frame of a day in the city at `time` (0 to 1), 1080 by 1920; the last runs into the first. */
export function filmFrame(time: number): string {
  const angle = Math.PI * (1.08 - 1.16 * time);
  const sun = { x: 540 + 520 * Math.cos(angle), y: ground + 60 - 470 * Math.sin(Math.max(0, angle)) };
  const dark = Math.max(0, 1 - Math.min(time, 1 - time) / 0.16);
  return `${box(0, 0, 1080, 1920, colourAt(time))}
    ${stars(dark)}
    ${circle(sun.x, sun.y, 210, palette.sun, 'opacity="0.16"')}
    ${circle(sun.x, sun.y, 135, palette.sun)}
    <g opacity="${(0.9 - 0.9 * dark).toFixed(2)}">${cloud(((time * 0.5 + 0.1) % 1) * 1500 - 260, 640)}${cloud(((time * 0.35 + 0.62) % 1) * 1500 - 260, 740)}</g>
    ${skyline(ground, palette.navy, blend('#2F5F8F', '#1B3A5A', dark))}
    ${windows(dark)}
    ${trees()}
    ${box(0, ground, 1080, 1920 - ground, palette.night)}
    ${paving(ground + 140, '#16304A')}
    ${box(0, ground + 108, 1080, 8, '#35506E')}
    ${tram(time * 2300 - 900, ground + 104, dark)}
    ${messages.map((message) => shown(message, time)).join('')}`;
}

function shown(message: (typeof messages)[number], time: number): string {
  const edge = 0.045;
  const enters = ease((time - message.from) / edge);
  const leaves = ease((time - message.to + edge) / edge);
  const opacity = enters * (1 - leaves);
  if (opacity <= 0) return '';
  const shift = (1 - enters) * 50 - leaves * 50;
  const size = message.italian.length === 1 ? 168 : 140;
  const last = 270 + (message.italian.length - 1) * size;
  return `<g opacity="${opacity.toFixed(3)}" transform="translate(0 ${shift.toFixed(1)})">
    ${lines(message.italian, { x: 80, y: 270, size, fill: palette.white, leading: 1 })}
    ${lines([message.english], { x: 86, y: last + 84, size: 56, weight: 600, fill: palette.sand })}
  </g>`;
}

function stars(dark: number): string {
  const places = [
    90, 700, 210, 160, 380, 640, 520, 120, 640, 720, 780, 190, 930, 660, 1010, 300, 300, 900, 860, 940,
  ];
  return Array.from({ length: places.length / 2 }, (_, index) =>
    circle(
      places[index * 2] ?? 0,
      places[index * 2 + 1] ?? 0,
      5 + (index % 3),
      palette.white,
      `opacity="${dark.toFixed(2)}"`,
    ),
  ).join('');
}

function cloud(x: number, y: number): string {
  return `<g opacity="0.85">${box(x, y - 40, 260, 44, palette.white, 22)}${dome(x + 90, y - 18, 62, palette.white)}${dome(x + 168, y - 18, 46, palette.white)}</g>`;
}

function windows(dark: number): string {
  const lit: string[] = [];
  for (let row = 0; row < 5; row += 1) {
    for (let column = 0; column < 3; column += 1) {
      if ((row * 3 + column * 5) % 4 === 0) continue;
      lit.push(box(706 + column * 30, ground - 350 + row * 62, 16, 26, palette.sun, 3));
      lit.push(box(146 + column * 28, ground - 340 + row * 62, 14, 24, palette.sun, 3));
    }
  }
  return `<g opacity="${(0.15 + 0.85 * dark).toFixed(2)}">${lit.join('')}</g>`;
}

function trees(): string {
  return [20, 300, 640, 1060]
    .map(
      (x, index) =>
        `${box(x - 6, ground - 60, 12, 62, palette.night, 6)}${circle(x, ground - 90, 46 + (index % 2) * 14, palette.green)}`,
    )
    .join('');
}

/** A tram of Milan's old kind, 620 long, with its rails at `y`. */
function tram(x: number, y: number, dark: number): string {
  const pane = blend(palette.pale, palette.sun, dark);
  const panes = Array.from({ length: 7 }, (_, index) => box(60 + index * 74, -214, 56, 72, pane, 8)).join('');
  const wheels = [130, 210, 410, 490]
    .map((at) => `${circle(at, -18, 28, palette.night)}${circle(at, -18, 11, '#6B819A')}`)
    .join('');
  return `<g transform="translate(${x.toFixed(1)} ${y})">
    ${stroke('M310 -262 L270 -310 L330 -352 M270 -352 H390', palette.night, 7)}
    ${path('M0 -40 V-180 Q0 -262 90 -262 H530 Q620 -262 620 -180 V-40Z', palette.sun)}
    ${path('M0 -130 H620 V-40 H0Z', palette.orange)}
    ${path('M60 -262 Q70 -282 110 -282 H510 Q550 -282 560 -262Z', palette.cream)}
    ${panes}
    ${box(20, -46, 580, 22, palette.night, 8)}
    ${wheels}
    ${circle(600, -90, 13, palette.cream)}
  </g>`;
}

function colourAt(time: number): string {
  const after = sky.findIndex(([at]) => at >= time);
  const [to, next] = sky[Math.max(after, 1)] ?? [1, palette.night];
  const [from, previous] = sky[Math.max(after, 1) - 1] ?? [0, palette.night];
  return blend(previous, next, (time - from) / (to - from));
}

function blend(one: string, other: string, share: number): string {
  const channel = (colour: string, at: number) => Number.parseInt(colour.slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) =>
    Math.round(channel(one, at) + (channel(other, at) - channel(one, at)) * share),
  );
  return `rgb(${mixed.join(',')})`;
}

/** Smooth from 0 to 1. */
function ease(value: number): number {
  const within = Math.min(1, Math.max(0, value));
  return within * within * (3 - 2 * within);
}
