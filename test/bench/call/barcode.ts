/** A moment drawn into a picture: 32 blocks of black or white along its top, the lowest bit first. */
export const bits = 32;

/** The moment as it is drawn: milliseconds since the epoch, as far as 32 bits hold them. */
export function stamp(now: number): number {
  return now % 2 ** bits;
}

/** Draws a stamp into a plane of brightness. */
export function drawStamp(luma: Uint8Array, width: number, height: number, value: number): void {
  const block = width / bits;
  const high = Math.round(height / 15);
  for (let bit = 0; bit < bits; bit += 1) {
    const bright = Math.floor(value / 2 ** bit) % 2 === 1 ? 235 : 16;
    for (let row = 0; row < high; row += 1) {
      luma.fill(bright, row * width + Math.round(bit * block), row * width + Math.round((bit + 1) * block));
    }
  }
}

/** Reads a stamp from the middle of its blocks. */
export function readStamp(luma: Uint8Array, width: number, height: number): number {
  const row = Math.round(height / 30) * width;
  let value = 0;
  for (let bit = 0; bit < bits; bit += 1) {
    if ((luma[row + Math.round(((bit + 0.5) * width) / bits)] ?? 0) > 125) value += 2 ** bit;
  }
  return value;
}
