import { encode } from 'uqr';
import { box, circle, lines, palette, sender } from '../shapes.ts';
import { skyline } from '../skyline.ts';

/** "Take it with you": a telephone with a QR code that opens `address`. */
export function phonePoster(address: string): string {
  return `${box(0, 0, 1080, 1920, palette.navy)}
    ${circle(560, 1220, 520, '#1F4468')}${circle(560, 1220, 390, '#27547F')}
    ${sender(palette.white, palette.sun)}
    ${lines(['Porta i', 'servizi', 'con te.'], { x: 80, y: 310, size: 200, fill: palette.white, leading: 0.92 })}
    ${lines(['Inquadra il codice. Scan the code.'], { x: 86, y: 770, size: 54, weight: 600, fill: palette.sun })}
    ${skyline(1700, palette.night, '#16304A')}
    ${box(0, 1700, 1080, 220, palette.night)}
    <g transform="rotate(-4 560 1300)">
      ${box(286, 856, 548, 890, palette.white, 64)}
      ${box(308, 878, 504, 846, palette.blue, 46)}
      ${box(490, 900, 140, 18, palette.navy, 9)}
      ${box(340, 950, 440, 440, palette.white, 26)}
      ${code(address, 372, 982, 376)}
      ${lines(['Città metropolitana'], { x: 344, y: 1476, size: 46, fill: palette.white })}
      ${lines(['di Milano'], { x: 344, y: 1528, size: 46, fill: palette.white })}
      ${lines(['cittametropolitana.mi.it'], { x: 344, y: 1598, size: 34, weight: 600, fill: palette.sun })}
      ${box(490, 1672, 140, 12, palette.white, 6)}
    </g>`;
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
