import { useId, useMemo } from 'preact/hooks';
import type {
  MapArea,
  MapPoint,
  MapStop,
  MapStreet,
  Office,
  PlaceMap,
} from '../../../protocol/content/compiled.ts';
import { spoken, textOf } from '../content.ts';
import type { Words } from '../languages/index.ts';
import { useScreen } from '../parts/context.ts';
import { icons } from '../parts/icons.ts';
import { alongText, middleOf, namePlaceOf, pathOf, softPathOf } from './geometry.ts';

/** Widths of streets in units of the map; a light path of them is left without a name. */
const widths: Record<MapStreet['kind'], number> = { main: 7.5, street: 5.5, path: 3 };

/** A character of a street's name takes about so many units. */
const characterWidth = 2.5;

/** The scheme of a place as a picture; what it shows is told in its description too. */
export function WayMap({
  map,
  office,
  chosen,
  cut = false,
}: {
  map: PlaceMap;
  office: Office;
  /** Index of the way that is drawn. */
  chosen: number;
  /** Whether it fills its place and is cut at the edges. */
  cut?: boolean;
}) {
  const { content, session, standsIn, words } = useScreen();
  const id = useId();
  const { language } = session;
  const way = map.ways[chosen] ?? map.ways[0];
  const steps = way && spoken(way.steps, language, content);
  const name = spoken(office.versions, language, content)?.value.name ?? '';
  const streets = useMemo(() => [...map.streets].sort((a, b) => widths[a.kind] - widths[b.kind]), [map]);
  const here = standsIn === office.id ? map.here : null;
  const marks = useMemo(() => marksOf(map, words, here), [map, words, here]);
  const route = way ? softPathOf(way.line, 4) : '';
  const start = way?.line[0];
  return (
    <svg
      class="way-map"
      viewBox={`0 0 ${map.width} ${map.height}`}
      preserveAspectRatio={cut ? 'xMidYMid slice' : undefined}
      role="img"
      aria-labelledby={`${id}t ${id}d`}
      direction="ltr"
    >
      <title id={`${id}t`}>{words('map.label', { name })}</title>
      <desc id={`${id}d`} lang={steps?.language}>
        {steps?.value.join(' ')}
      </desc>
      <rect class="map-ground" width={map.width} height={map.height} />
      {map.areas.map((area, index) => (
        <path key={index} class={`map-area map-${area.kind}`} d={pathOf(area.shape, true)} />
      ))}
      {streets.map(({ kind, line }, index) => (
        <path key={index} class="map-kerb" d={pathOf(line)} stroke-width={widths[kind] + 1} />
      ))}
      {streets.map(({ kind, line }, index) => (
        <path key={index} class="map-street" d={pathOf(line)} stroke-width={widths[kind]} />
      ))}
      <path class="map-way-edge" d={route} />
      <path class="map-way" d={route} />
      {map.areas.map((area, index) => (
        <AreaName
          key={index}
          area={area}
          // "You are here" stands in its place.
          text={area.name && !(here && holds(area, here)) ? textOf(area.name, language, content) : ''}
        />
      ))}
      {map.streets.map((street, index) => (
        <StreetName key={index} street={street} marks={marks} />
      ))}
      {map.landmarks.map(({ name: landmark, at }, index) => (
        <g key={index} class="map-landmark">
          <circle cx={at.x} cy={at.y} r="1.6" />
          <text x={at.x} y={at.y - 3.2} text-anchor="middle">
            {textOf(landmark, language, content)}
          </text>
        </g>
      ))}
      {start && <circle class="map-start" cx={start.x} cy={start.y} r="6.4" />}
      {map.stops.map((stop, index) => (
        <Stop key={index} stop={stop} width={map.width} />
      ))}
      <Entrance map={map} />
      {here && (
        <g class="map-here" transform={`translate(${here.x} ${here.y})`}>
          <circle r="5" class="map-here-ring" />
          <circle r="2.6" />
          <Label x={0} y={10.5} anchor="middle" text={words('map.here')} />
        </g>
      )}
    </svg>
  );
}

/** What a street's name should not cover: stops with their names, the pin and its word, the citizen's place. */
function marksOf(
  { stops, landmarks, entrance, width }: PlaceMap,
  words: Words,
  here: MapPoint | null,
): MapPoint[] {
  const lengthOf = (text: string) => text.length * characterWidth;
  const door = { x: entrance.at.x, y: entrance.at.y - 12 };
  return [
    ...stops.flatMap((stop) =>
      alongText(stop.at, 6.2 + lengthOf(stopText(stop, words)), isNearEdge(stop.at, width)),
    ),
    ...landmarks.map(({ at }) => at),
    entrance.at,
    ...alongText(door, 9.4 + lengthOf(words('map.entrance')), false),
    ...(here ? [here, { x: here.x, y: here.y + 9 }] : []),
  ];
}

/** What stands beside a stop. */
function stopText({ kind, name, lines }: MapStop, words: Words): string {
  if (kind === 'metro' || kind === 'parking') return [name, ...lines].join(' ');
  return [words(`map.stops.${kind}`), ...(lines.length > 0 ? lines : [name])].join(' ');
}

/** Whether a stop's name would run out of the drawing on its right. */
function isNearEdge({ x }: MapPoint, width: number): boolean {
  return x > width * 0.72;
}

function holds({ shape }: MapArea, { x, y }: MapPoint): boolean {
  const xs = shape.map((corner) => corner.x);
  const ys = shape.map((corner) => corner.y);
  return x > Math.min(...xs) && x < Math.max(...xs) && y > Math.min(...ys) && y < Math.max(...ys);
}

function AreaName({ area, text }: { area: MapArea; text: string }) {
  if (text === '') return null;
  const { x, y } = middleOf(area.shape);
  const lines = text.split(' ').length > 1 && text.length > 11 ? inTwo(text) : [text];
  return (
    <text class={`map-area-name map-${area.kind}-name`} text-anchor="middle">
      {lines.map((line, index) => (
        <tspan key={line} x={x} y={y + 1.6 + (index - (lines.length - 1) / 2) * 5.4}>
          {line}
        </tspan>
      ))}
    </text>
  );
}

/** Two lines of about the same length. */
function inTwo(text: string): string[] {
  const parts = text.split(' ');
  let best = 1;
  const unevenness = (at: number) =>
    Math.abs(parts.slice(0, at).join(' ').length - parts.slice(at).join(' ').length);
  for (let at = 2; at < parts.length; at += 1) if (unevenness(at) < unevenness(best)) best = at;
  return [parts.slice(0, best).join(' '), parts.slice(best).join(' ')];
}

function StreetName({
  street: { name, line, kind },
  marks,
}: {
  street: MapStreet;
  marks: readonly MapPoint[];
}) {
  const place = useMemo(
    () =>
      name === null || kind === 'path' ? undefined : namePlaceOf(line, name.length * characterWidth, marks),
    [name, kind, line, marks],
  );
  if (!place) return null;
  const { x, y, angle } = place;
  return (
    <text
      class="map-street-name"
      transform={`translate(${x} ${y}) rotate(${angle})`}
      y="1.6"
      text-anchor="middle"
    >
      {name}
    </text>
  );
}

function Stop({ stop, width }: { stop: MapStop; width: number }) {
  const { words } = useScreen();
  const { kind, at } = stop;
  const before = isNearEdge(at, width);
  const letter = kind === 'metro' ? 'M' : kind === 'parking' ? 'P' : null;
  return (
    <g class={`map-stop map-stop-${kind}`} transform={`translate(${at.x} ${at.y})`}>
      <rect x="-4.2" y="-4.2" width="8.4" height="8.4" rx="2" />
      {letter ? (
        <text class="map-letter" y="2.3" text-anchor="middle">
          {letter}
        </text>
      ) : (
        <g class="map-vehicle" transform="translate(-3.4 -3.4) scale(.283)">
          {icons.transport.map((path) => (
            <path key={path} d={path} />
          ))}
        </g>
      )}
      <text class="map-stop-name" x={before ? -6.2 : 6.2} y="1.8" text-anchor={before ? 'end' : 'start'}>
        {stopText(stop, words)}
      </text>
    </g>
  );
}

/** A word with a broad edge of light: of its own, as the engine of a totem draws such an edge over the letters. */
function Label({ x, y, anchor, text }: { x: number; y: number; anchor?: 'middle'; text: string }) {
  return (
    <>
      <text class="map-halo" x={x} y={y} text-anchor={anchor}>
        {text}
      </text>
      <text x={x} y={y} text-anchor={anchor}>
        {text}
      </text>
    </>
  );
}

/** A pin whose point is the door. */
function Entrance({ map: { entrance } }: { map: PlaceMap }) {
  const { words } = useScreen();
  return (
    <g class="map-entrance" transform={`translate(${entrance.at.x} ${entrance.at.y})`}>
      <path d="M0 0C-5.5 -6.4 -7 -9 -7 -12.4a7 7 0 0 1 14 0C7 -9 5.5 -6.4 0 0z" />
      {entrance.stepFree ? (
        <g class="map-flat" transform="translate(-4.6 -17) scale(.385)">
          {icons.accessibility.map((path) => (
            <path key={path} d={path} />
          ))}
        </g>
      ) : (
        <circle class="map-door" cy="-12.4" r="2.6" />
      )}
      <Label x={9.4} y={-10.6} text={words('map.entrance')} />
    </g>
  );
}
