import { box, circle, dome, lines, palette, path, person, sender, totem } from '../shapes.ts';

/** "Looking for a job?": a touch that spreads in rings over the whole poster. */
export function workPoster(): string {
  const touch = { x: 574, y: 1120 };
  const rings = [1180, 990, 810, 640, 480, 330, 190]
    .map((r, index) =>
      circle(touch.x, touch.y, r, palette.sky, `opacity="${(0.12 + index * 0.06).toFixed(2)}"`),
    )
    .join('');
  return `${box(0, 0, 1080, 1920, palette.blue)}
    ${rings}
    ${sender(palette.white, palette.sun)}
    ${lines(['Cerchi', 'lavoro?'], { x: 80, y: 330, size: 216, fill: palette.white, leading: 0.92 })}
    ${lines(['Tocca lo schermo.'], { x: 84, y: 640, size: 92, fill: palette.sun })}
    ${lines(['Looking for a job? Touch the screen.'], { x: 86, y: 712, size: 48, weight: 300, fill: palette.white })}
    ${path('M0 1660 Q540 1590 1080 1660 V1920 H0Z', palette.navy)}
    ${dome(950, 1650, 120, palette.green)}
    ${dome(1050, 1650, 90, palette.mint)}
    ${totem(700, 1664, palette.navy, palette.blue)}
    ${person(290, 1672, { skin: '#E8B088', hair: palette.night, coat: palette.sun, trousers: '#0B4A8F' }, { x: 262, y: -544 })}
    ${circle(touch.x, touch.y, 60, palette.white, 'opacity="0.35"')}
    ${circle(touch.x, touch.y, 30, palette.coral)}`;
}
