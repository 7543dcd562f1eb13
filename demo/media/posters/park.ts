import { aboveInvitation, box, circle, lines, palette, path, sender, stroke } from '../shapes.ts';

/** "Out of the door": a cyclist on a canal's bank under a large sun. */
export function parkPoster(): string {
  const scene = `${circle(780, 1150, 250, palette.sun)}
    ${path('M0 1210 L210 1000 L360 1120 L470 940 L740 1140 L900 1020 L1080 1200 V1500 H0Z', '#0B8585')}
    ${path('M470 940 L548 998 L500 1022 L466 998 L436 1014 L425 1013Z', palette.white, 'opacity="0.9"')}
    ${path('M210 1000 L262 1050 L220 1072 L190 1050 L160 1050Z', palette.white, 'opacity="0.9"')}
    ${path('M0 1300 Q300 1190 620 1280 T1080 1250 V1560 H0Z', palette.mint)}
    ${trees()}
    ${path('M0 1420 Q420 1350 1080 1430 V1640 H0Z', palette.green)}
    ${cyclist(430, 1580)}
    ${path('M0 1590 H1080 V1634 H0Z', palette.sand)}
    ${box(0, 1634, 1080, 1000, '#0A5C8C')}
    ${waves()}`;
  return `${box(0, 0, 1080, 1920, '#006B6B')}
    ${aboveInvitation(scene, 1580)}
    ${sender(palette.white, palette.sun)}
    ${lines(['Qui vicino,', 'all’aperto.'], { x: 80, y: 276, size: 164, fill: palette.white, leading: 0.95 })}
    ${lines(['Parchi, navigli, piste ciclabili.', 'Parks, canals, cycle paths.'], { x: 86, y: 522, size: 50, weight: 600, fill: palette.mint, leading: 1.28 })}`;
}

function trees(): string {
  const round = (x: number, y: number, r: number, fill: string) =>
    `${box(x - 7, y, 14, r + 70, palette.night, 7)}${circle(x, y, r, fill)}`;
  return [
    round(120, 1270, 86, '#006B55'),
    round(220, 1310, 60, palette.green),
    round(930, 1250, 100, '#006B55'),
    round(1030, 1300, 66, palette.green),
  ].join('');
}

function waves(): string {
  return [0, 1, 2, 3]
    .map((row) => {
      const y = 1694 + row * 58;
      const start = row % 2 === 0 ? -60 : -10;
      const arcs = Array.from({ length: 12 }, () => 'q26 -22 52 0 t52 0').join(' ');
      return stroke(
        `M${start} ${y} ${arcs}`,
        palette.sky,
        7,
        `opacity="${0.75 - row * 0.15}" stroke-dasharray="240 120"`,
      );
    })
    .join('');
}

/** A cyclist who rides to the right on ground at `y`. */
function cyclist(x: number, y: number): string {
  const wheel = (left: number) =>
    `${circle(left, -96, 100, 'none', `stroke="${palette.navy}" stroke-width="16"`)}${circle(left, -96, 14, palette.navy)}`;
  return `<g transform="translate(${x} ${y})">
    ${wheel(0)}${wheel(330)}
    ${stroke('M0 -96 L90 -250 H262 L150 -96 H0 M90 -250 L150 -96 M330 -96 L250 -306 L296 -320', palette.coral, 16)}
    ${box(48, -290, 90, 20, palette.night, 10)}
    ${stroke('M104 -310 L206 -230 L160 -110', palette.navy, 52)}
    ${path('M136 -84 h86 q-4 -38 -44 -38 h-42z', palette.night)}
    ${stroke('M106 -320 Q120 -440 206 -486', palette.white, 104)}
    ${stroke('M200 -470 Q230 -370 292 -332', palette.pale, 44)}
    ${circle(294, -330, 24, '#C98A63')}
    ${box(204, -560, 48, 70, '#C98A63', 20)}
    ${circle(242, -590, 60, '#C98A63')}
    ${path('M176 -592 A66 66 0 0 1 308 -600 H330 q4 16 -18 16 H180Z', palette.blue)}
    ${stroke('M-64 -178 H84', palette.navy, 10)}
    ${circle(-34, -282, 32, palette.coral)}${circle(18, -290, 36, palette.sun)}${box(-74, -268, 124, 88, palette.sand, 16)}
  </g>`;
}
