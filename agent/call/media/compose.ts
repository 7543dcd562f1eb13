import type { Picture } from './wrtc.ts';

/** A rectangle of a picture, in pixels; all of it even, because colour has half the resolution. */
export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The largest area of this shape in the middle of another. */
export function fitted(picture: { width: number; height: number }, into: Area): Area {
  const scale = Math.min(into.width / picture.width, into.height / picture.height);
  const width = Math.min(into.width, even(picture.width * scale));
  const height = Math.min(into.height, even(picture.height * scale));
  return {
    x: into.x + even((into.width - width) / 2),
    y: into.y + even((into.height - height) / 2),
    width,
    height,
  };
}

function even(value: number): number {
  return Math.max(0, 2 * Math.round(value / 2));
}

/** Where the small pictures are, as parts of the canvas: of whom is told in the order of arrival. */
const margin = 0.02;
const guestWidth = 0.3;
const ownWidth = 0.22;
/** However a small picture is shaped, it is not higher than this part of the canvas. */
const highest = 0.45;

/** A guest stands in the lower left, the next one above it. */
export function guestArea(canvas: Picture, picture: Picture, place: number): Area {
  const width = even(canvas.width * guestWidth);
  const height = even(Math.min((width * 3) / 4, canvas.height * highest));
  const gap = even(canvas.width * margin);
  const y = even(canvas.height - (height + gap) * (place + 1));
  return fitted(picture, { x: gap, y: Math.max(0, y), width, height });
}

/** The citizen's own picture stands in the lower right. */
export function ownArea(canvas: Picture, picture: Picture): Area {
  const width = even(canvas.width * ownWidth);
  const height = even(Math.min((width * picture.height) / picture.width, canvas.height * highest));
  const gap = even(canvas.width * margin);
  const { width: wide, height: high } = fitted(picture, { x: 0, y: 0, width, height });
  return {
    x: even(canvas.width - wide - gap),
    y: even(canvas.height - high - gap),
    width: wide,
    height: high,
  };
}

/** Makes the canvas black. */
export function clear({ width, height, data }: Picture): void {
  const luma = width * height;
  data.fill(16, 0, luma);
  data.fill(128, luma, (luma * 3) / 2);
}

/** Draws a picture into an area of the canvas, turned as in a mirror where that is wanted. */
export function draw(canvas: Picture, picture: Picture, area: Area, mirrored = false): void {
  if (area.width < 2 || area.height < 2) return;
  const from = planesOf(picture);
  for (const [index, to] of planesOf(canvas).entries()) {
    const source = from[index];
    if (source) drawPlane(to, source, index === 0 ? area : halved(area), mirrored);
  }
}

interface Plane {
  data: Uint8Array;
  width: number;
  height: number;
}

function planesOf({ width, height, data }: Picture): Plane[] {
  const luma = width * height;
  const small = { width: width / 2, height: height / 2 };
  return [
    { data: data.subarray(0, luma), width, height },
    { data: data.subarray(luma, luma + luma / 4), ...small },
    { data: data.subarray(luma + luma / 4, luma + luma / 2), ...small },
  ];
}

function halved({ x, y, width, height }: Area): Area {
  return { x: x / 2, y: y / 2, width: width / 2, height: height / 2 };
}

function drawPlane(to: Plane, from: Plane, area: Area, mirrored: boolean): void {
  if (area.width === from.width && area.height === from.height && !mirrored) {
    for (let row = 0; row < from.height; row += 1) {
      const start = row * from.width;
      to.data.set(from.data.subarray(start, start + from.width), (area.y + row) * to.width + area.x);
    }
    return;
  }
  const columns = samplesOf(from.width, area.width, mirrored);
  const rows = samplesOf(from.height, area.height, false);
  const source = from.data;
  for (let row = 0; row < area.height; row += 1) {
    const above = (rows.first[row] ?? 0) * from.width;
    const below = (rows.second[row] ?? 0) * from.width;
    const down = rows.weight[row] ?? 0;
    let target = (area.y + row) * to.width + area.x;
    for (let column = 0; column < area.width; column += 1) {
      const left = columns.first[column] ?? 0;
      const right = columns.second[column] ?? 0;
      const across = columns.weight[column] ?? 0;
      const upper = (source[above + left] ?? 0) * (256 - across) + (source[above + right] ?? 0) * across;
      const lower = (source[below + left] ?? 0) * (256 - across) + (source[below + right] ?? 0) * across;
      to.data[target] = (upper * (256 - down) + lower * down + 32_768) >> 16;
      target += 1;
    }
  }
}

/** For each pixel of a line, the two of another that it lies between, and how near the second is (0 to 256). */
function samplesOf(from: number, to: number, mirrored: boolean) {
  const first = new Int32Array(to);
  const second = new Int32Array(to);
  const weight = new Int32Array(to);
  for (let place = 0; place < to; place += 1) {
    const wanted = mirrored ? to - 1 - place : place;
    const at = Math.min(from - 1, Math.max(0, ((wanted + 0.5) * from) / to - 0.5));
    first[place] = Math.floor(at);
    second[place] = Math.min(from - 1, Math.floor(at) + 1);
    weight[place] = Math.round((at - Math.floor(at)) * 256);
  }
  return { first, second, weight };
}
