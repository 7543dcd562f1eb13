import {
  aboveInvitation,
  box,
  circle,
  dome,
  lines,
  palette,
  path,
  paving,
  person,
  sender,
  totem,
} from '../shapes.ts';

/** "Looking for a job?": a touch that spreads in rings over the whole poster. */
export function workPoster(): string {
  const touch = { x: 574, y: 1120 };
  const rings = [1480, 1210, 970, 750, 550, 370, 210]
    .map((r, index) =>
      circle(touch.x, touch.y, r, palette.sky, `opacity="${(0.12 + index * 0.06).toFixed(2)}"`),
    )
    .join('');
  const scene = `${rings}
    ${path('M-400 1660 Q540 1590 1480 1660 V2600 H-400Z', palette.navy)}
    ${dome(1000, 1640, 130, palette.green)}
    ${dome(1120, 1644, 100, palette.mint)}
    ${totem(720, 1664, palette.navy, palette.blue)}
    ${person(290, 1672, { skin: '#E8B088', hair: palette.night, coat: palette.sun, trousers: '#0B4A8F' }, { x: 262, y: -544 })}
    ${circle(touch.x, touch.y, 60, palette.white, 'opacity="0.35"')}
    ${circle(touch.x, touch.y, 30, palette.coral)}`;
  return `${box(0, 0, 1080, 1920, palette.blue)}
    ${aboveInvitation(scene, 1664, 0.8)}
    ${paving(1300, '#1E4064')}
    ${sender(palette.white, palette.sun)}
    ${lines(['Cerchi', 'lavoro?'], { x: 80, y: 280, size: 176, fill: palette.white, leading: 0.92 })}
    ${lines(['Parti da qui.'], { x: 84, y: 538, size: 64, fill: palette.sun })}
    ${lines(['Looking for a job? Start here.'], { x: 86, y: 600, size: 46, weight: 300, fill: palette.white })}`;
}
