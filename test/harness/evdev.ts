/** One `struct input_event` of a 64-bit kernel, as its 24 bytes. */
export function inputEvent(type: number, code: number, value: number, microseconds = 0): Buffer {
  const record = Buffer.alloc(24);
  record.writeBigUInt64LE(BigInt(microseconds), 8);
  record.writeUInt16LE(type, 16);
  record.writeUInt16LE(code, 18);
  record.writeInt32LE(value, 20);
  return record;
}

/** The bytes of a finger put down (true) or lifted (false) on a single-touch device. */
export function fingerBytes(down: boolean, x: number, y: number): Buffer {
  return Buffer.concat([
    inputEvent(3, 0x00, x),
    inputEvent(3, 0x01, y),
    inputEvent(1, 0x14a, down ? 1 : 0),
    inputEvent(0, 0, 0),
  ]);
}

/** The bytes of a tap: a finger put down and lifted at the same place. */
export function tapBytes(x: number, y: number): Buffer {
  return Buffer.concat([fingerBytes(true, x, y), fingerBytes(false, x, y)]);
}
