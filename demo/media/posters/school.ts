import {
  aboveInvitation,
  box,
  circle,
  dome,
  lines,
  palette,
  path,
  paving,
  sender,
  stroke,
} from '../shapes.ts';

/** "Which school next?": books and a school house under the sun. */
export function schoolPoster(): string {
  const scene = `${circle(830, 1200, 270, palette.sun)}
    ${box(-400, 1660, 2000, 1000, palette.navy)}
    ${book(40, 1560, 560, 100, palette.blue, palette.white)}
    ${book(100, 1464, 470, 96, palette.coral, palette.cream)}
    ${book(60, 1376, 460, 88, palette.green, palette.cream)}
    ${arches(690, 1660)}
    ${reader(290, 1376)}`;
  return `${box(0, 0, 1080, 1920, palette.cream)}
    ${aboveInvitation(scene, 1660, 0.86)}
    ${paving(1300, '#1E4064')}
    ${sender(palette.navy, palette.coral)}
    ${lines(['E dopo la', 'terza media?'], { x: 80, y: 276, size: 158, fill: palette.navy, leading: 0.95 })}
    ${lines(['Scegli la scuola superiore.', 'Choose the next school.'], { x: 86, y: 516, size: 50, weight: 600, fill: palette.navy, leading: 1.28 })}`;
}

function book(x: number, y: number, width: number, height: number, cover: string, pages: string): string {
  return `${box(x, y, width, height, cover, 18)}
    ${path(`M${x + 60} ${y + 16} H${x + width} V${y + height - 16} H${x + 60} a${(height - 32) / 2} ${(height - 32) / 2} 0 0 1 0 ${-(height - 32)}Z`, pages)}
    ${stroke(`M${x + 92} ${y + height * 0.4} H${x + width - 18} M${x + 92} ${y + height * 0.62} H${x + width - 18}`, cover, 3, 'opacity="0.35"')}`;
}

function arches(x: number, y: number): string {
  const arch = (left: number, fill: string) => path(`M${left} ${y} v-150 a50 50 0 0 1 100 0 v150z`, fill);
  return `${box(x, y - 330, 340, 330, palette.orange)}
    ${path(`M${x - 26} ${y - 330} L${x + 170} ${y - 450} L${x + 366} ${y - 330}Z`, palette.navy)}
    ${circle(x + 170, y - 376, 26, palette.cream)}
    ${arch(x + 28, palette.navy)}${arch(x + 120, palette.cream)}${arch(x + 212, palette.navy)}
    ${stroke(`M${x + 170} ${y - 450} v-110`, palette.navy, 8)}
    ${path(`M${x + 174} ${y - 560} h96 l-26 32 26 32 h-96z`, palette.green)}`;
}

/** A sitting reader whose seat is at (x, y). */
function reader(x: number, y: number): string {
  return `<g transform="translate(${x} ${y})">
    ${stroke('M-20 -40 H120 V96', palette.navy, 76)}
    ${path('M84 150 h92 q0 -46 -50 -46 h-42z', palette.coral)}
    ${path('M-92 2 V-150 Q-92 -236 -14 -236 Q64 -236 64 -150 V2Z', palette.blue)}
    ${box(-42, -286, 52, 70, '#9A6242', 22)}
    ${circle(-8, -330, 68, '#9A6242')}
    ${dome(-12, -336, 76, palette.night)}${circle(-78, -352, 40, palette.night)}
    ${stroke('M6 -170 Q70 -90 128 -118', palette.sky, 52)}
    ${path('M96 -112 L170 -196 L268 -150 L196 -66Z', palette.white)}
    ${path('M96 -112 L170 -196 L182 -190 L108 -106Z', palette.coral)}
    ${circle(132, -118, 28, '#9A6242')}
  </g>`;
}
