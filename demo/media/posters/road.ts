import { aboveInvitation, box, circle, lines, palette, path, sender, stroke } from '../shapes.ts';

/** "A pothole? Report it.": a road that winds up the poster, with a pin where it is broken. */
export function roadPoster(): string {
  const way = 'M-60 1980 C500 1900 1090 1760 900 1540 C740 1360 250 1420 300 1190 C345 990 720 1150 1180 985';
  const scene = `${path('M0 1120 Q280 940 560 1050 T1080 960 V1920 H0Z', palette.sun)}
    ${path('M0 1420 Q300 1260 620 1390 T1080 1300 V1920 H0Z', palette.green)}
    ${path('M0 1720 Q360 1600 1080 1760 V2600 H0Z', '#006B55')}
    ${stroke(way, palette.navy, 190)}
    ${stroke(way, palette.white, 10, 'stroke-dasharray="52 46"')}
    ${poplars()}
    ${hole(560, 1390)}
    ${pin(560, 1376)}
    ${car(986, 1630)}`;
  return `${box(0, 0, 1080, 1920, palette.orange)}
    ${aboveInvitation(scene, 1660)}
    ${sender(palette.navy, palette.white)}
    ${lines(['Una buca', 'sulla strada?'], { x: 80, y: 276, size: 152, fill: palette.navy, leading: 0.95 })}
    ${lines(['Segnalala.', 'A pothole? Report it.'], { x: 86, y: 508, size: 50, weight: 600, fill: palette.navy, leading: 1.28 })}`;
}

function poplars(): string {
  const tree = (x: number, y: number, height: number, fill: string) =>
    `${box(x - 6, y - 30, 12, 60, palette.navy, 6)}<ellipse cx="${x}" cy="${y - height / 2}" rx="${height * 0.17}" ry="${height / 2}" fill="${fill}"/>`;
  return [
    tree(90, 1330, 250, palette.green),
    tree(170, 1350, 190, '#006B55'),
    tree(960, 1290, 230, '#006B55'),
    tree(1030, 1310, 180, palette.mint),
    tree(120, 1640, 210, palette.mint),
    tree(560, 1640, 190, palette.mint),
  ].join('');
}

const hole = (x: number, y: number) =>
  `<ellipse cx="${x}" cy="${y}" rx="92" ry="36" fill="${palette.night}"/>
   <ellipse cx="${x + 6}" cy="${y + 8}" rx="70" ry="22" fill="#0A1828"/>`;

const pin = (x: number, y: number) =>
  `${path(`M${x} ${y} C${x - 60} ${y - 120} ${x - 130} ${y - 170} ${x - 130} ${y - 260} a130 130 0 0 1 260 0 C${x + 130} ${y - 170} ${x + 60} ${y - 120} ${x} ${y}Z`, palette.coral)}
   ${circle(x, y - 258, 62, palette.white)}
   ${stroke(`M${x} ${y - 288} v36`, palette.coral, 18)}${circle(x, y - 222, 10, palette.coral)}`;

function car(x: number, y: number): string {
  return `<g transform="translate(${x} ${y}) rotate(-84) scale(0.85)">
    ${box(-92, -44, 184, 88, palette.white, 34)}
    ${box(-40, -36, 96, 72, palette.pale, 22)}
    ${box(-18, -38, 44, 76, palette.white, 10)}
    ${circle(84, -26, 9, palette.sun)}${circle(84, 26, 9, palette.sun)}
  </g>`;
}
