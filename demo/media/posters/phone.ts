import { encode } from 'uqr';
import { aboveInvitation, box, circle, lines, palette, paving, sender } from '../shapes.ts';
import { skyline } from '../skyline.ts';

/** "Take it with you": a telephone with a QR code that opens `address`. */
export function phonePoster(address: string): string {
  const scene = `${circle(560, 1240, 500, '#1F4468')}${circle(560, 1240, 370, '#27547F')}
    ${skyline(1600, palette.night, '#16304A')}
    ${box(0, 1600, 1080, 1000, palette.night)}
    ${paving(1610, '#142D47')}
    <g transform="rotate(-4 560 1300)">
      ${box(266, 836, 588, 1000, palette.white, 66)}
      ${box(290, 860, 540, 952, palette.blue, 46)}
      ${box(490, 884, 140, 18, palette.navy, 9)}
      ${box(320, 930, 480, 480, palette.white, 26)}
      ${code(address, 374, 984, 372)}
      ${lines(['Città metropolitana', 'di Milano'], { x: 326, y: 1484, size: 50, fill: palette.white, leading: 1.08 })}
      ${lines(['cittametropolitana.mi.it'], { x: 326, y: 1606, size: 36, weight: 600, fill: palette.sun })}
    </g>`;
  return `${box(0, 0, 1080, 1920, palette.navy)}
    ${aboveInvitation(scene, 1580)}
    ${sender(palette.white, palette.sun)}
    ${lines(['Porta i servizi', 'con te.'], { x: 80, y: 270, size: 136, fill: palette.white, leading: 0.98 })}
    ${lines(['Inquadra il codice. Scan the code.'], { x: 86, y: 486, size: 50, weight: 600, fill: palette.sun })}`;
}

/** A QR code as one path, `size` wide, without a quiet zone: the paper around it is its quiet zone. */
function code(text: string, x: number, y: number, size: number): string {
  const { data } = encode(text, { ecc: 'M', border: 0 });
  const step = size / data.length;
  const squares = data.flatMap((row, line) =>
    row.map((dark, column) =>
      dark
        ? `M${(x + column * step).toFixed(2)} ${(y + line * step).toFixed(2)}h${step.toFixed(2)}v${step.toFixed(2)}h-${step.toFixed(2)}z`
        : '',
    ),
  );
  return `<path d="${squares.join('')}" fill="${palette.night}" shape-rendering="geometricPrecision"/>`;
}
