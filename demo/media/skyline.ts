import { box, circle, palette, path } from './shapes.ts';

/** Towers and spires of Milan as flat shapes, 1080 wide, standing on `ground`. */
export function skyline(ground: number, front: string, back: string): string {
  return `<g transform="translate(0 ${ground})">
    ${box(40, -330, 120, 330, back)}${box(200, -250, 100, 250, back)}${box(760, -300, 130, 300, back)}
    ${path('M930 0 V-420 L1010 -480 V0Z', back)}
    ${torre(130)}
    ${duomo(350)}
    ${path('M690 0 V-380 L720 -410 H770 L800 -380 V0Z', front)}
    ${forest(900)}
  </g>`;

  function torre(x: number): string {
    return path(`M${x} 0 V-230 L${x - 34} -270 V-370 H${x + 134} V-270 L${x + 100} -230 V0Z`, front);
  }

  function duomo(x: number): string {
    const spire = (at: number, height: number) =>
      path(`M${x + at - 9} -120 L${x + at} ${-height} L${x + at + 9} -120Z`, front);
    return `${path(`M${x} 0 V-110 L${x + 135} -250 L${x + 270} -110 V0Z`, front)}
      ${spire(10, 220)}${spire(68, 280)}${spire(135, 390)}${spire(202, 280)}${spire(260, 220)}
      ${circle(x + 135, -394, 9, palette.sun)}`;
  }

  function forest(x: number): string {
    const leaves = [40, 100, 160, 220, 280]
      .flatMap((level, index) => [
        circle(x + 14 + (index % 2) * 60, -level, 17, palette.green),
        circle(x + 66 - (index % 2) * 20, -level - 26, 14, palette.mint),
      ])
      .join('');
    return `${box(x, -330, 100, 330, front)}${leaves}`;
  }
}
