import type { MapPoint, PlaceMap } from './compiled.ts';
import { type ContentFile, readText } from './files.ts';
import { checkTexts, type Head } from './head.ts';
import { MapSchema, type MapValue } from './map-schema.ts';
import type { Report } from './problems.ts';
import { pointerOf, shapeCheckOf } from './shape.ts';
import { entriesOf, itemsOf, readYaml } from './yaml.ts';

const checkMap = shapeCheckOf(MapSchema);

/** Reads one office's `map.yaml`. */
export function readMap(file: ContentFile, head: Head, report: Report): PlaceMap | undefined {
  const text = readText(file, report);
  const yaml = text === undefined ? undefined : readYaml(text, file.path, report);
  if (!yaml) return undefined;
  const at = (path: string[], message: string) =>
    report(file.path, yaml.lineOf(path), message, pointerOf(path));
  const keys = entriesOf(yaml.value);
  for (const [list, field] of [
    ['areas', 'name'],
    ['landmarks', 'name'],
    ['ways', 'from'],
    ['ways', 'steps'],
  ] as const) {
    itemsOf(keys[list]).forEach((item, index) => {
      checkTexts(entriesOf(item)[field], [list, String(index), field], head, at);
    });
  }
  const value = checkMap(yaml, file.path, report);
  if (!value) return undefined;
  checkInside(value, value.size, at);
  return mapOf(value);
}

/** Whatever is drawn outside of the drawing would silently be absent. */
function checkInside(
  { areas = [], streets, stops = [], landmarks = [], ways, entrance, here }: MapValue,
  [width = 0, height = 0]: readonly number[],
  at: (path: string[], message: string) => void,
): void {
  const inside = ([x = 0, y = 0]: readonly number[], path: string[]) => {
    if (x > width || y > height) {
      at(path, `[${x}, ${y}] lies outside of the drawing, which is ${width} wide and ${height} high`);
    }
  };
  const all = (points: readonly (readonly number[])[], path: string[]) => {
    points.forEach((point, index) => {
      inside(point, [...path, String(index)]);
    });
  };
  areas.forEach(({ shape }, index) => {
    all(shape, ['areas', String(index), 'shape']);
  });
  streets.forEach(({ line }, index) => {
    all(line, ['streets', String(index), 'line']);
  });
  ways.forEach(({ line }, index) => {
    all(line, ['ways', String(index), 'line']);
  });
  stops.forEach(({ at: point }, index) => {
    inside(point, ['stops', String(index), 'at']);
  });
  landmarks.forEach(({ at: point }, index) => {
    inside(point, ['landmarks', String(index), 'at']);
  });
  inside(entrance.at, ['entrance', 'at']);
  if (here) inside(here, ['here']);
}

function mapOf(value: MapValue): PlaceMap {
  const { size, areas = [], streets, stops = [], landmarks = [], entrance, here, ways } = value;
  const extent = pointOf(size);
  return {
    width: extent.x,
    height: extent.y,
    areas: areas.map(({ kind, shape, name }) => ({ kind, shape: shape.map(pointOf), name: name ?? null })),
    streets: streets.map(({ name, kind, line }) => ({
      name: name ?? null,
      kind: kind ?? 'street',
      line: line.map(pointOf),
    })),
    stops: stops.map(({ kind, name, lines, at }) => ({ kind, name, lines: lines ?? [], at: pointOf(at) })),
    landmarks: landmarks.map(({ name, at }) => ({ name, at: pointOf(at) })),
    entrance: { at: pointOf(entrance.at), stepFree: entrance.stepFree },
    here: here ? pointOf(here) : null,
    ways: ways.map(({ line, ...way }) => ({ ...way, line: line.map(pointOf) })),
  };
}

function pointOf([x = 0, y = 0]: readonly number[]): MapPoint {
  return { x, y };
}
