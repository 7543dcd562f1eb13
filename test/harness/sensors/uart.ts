/**
 * What a receiver set to one speed makes of bytes that were sent at another: the sender's waveform (start bit, 8
 * bits from the least significant one, stop bit) is sampled in the middle of the receiver's bits. Bytes without
 * a stop bit are kept, as a port without error marking does.
 */
export function misread(bytes: Uint8Array, sentAt: number, readAt: number): Uint8Array {
  const wave: number[] = [];
  for (const byte of bytes) {
    wave.push(0);
    for (let bit = 0; bit < 8; bit += 1) wave.push((byte >> bit) & 1);
    wave.push(1);
  }
  const level = (seconds: number): number => wave[Math.floor(seconds * sentAt)] ?? 1;
  const end = wave.length / sentAt;
  const step = 1 / readAt;
  const read: number[] = [];
  let at = 0;
  while (at < end) {
    if (level(at) === 1) {
      // Looks for the edge of a start bit, a sixteenth of a bit at a time.
      at += step / 16;
      continue;
    }
    let byte = 0;
    for (let bit = 0; bit < 8; bit += 1) byte |= level(at + step * (bit + 1.5)) << bit;
    read.push(byte);
    at += step * 9.5;
  }
  return Uint8Array.from(read);
}
