import { type Look, until, viewOf } from './scanner.ts';

/**
 * What is needed of Modbus RTU ("MODBUS over Serial Line", V1.02, 2006): address, function, data, and a CRC-16
 * (polynomial A001 reflected, first value FFFF) whose low byte comes first.
 */
export type ModbusAnswer =
  | { kind: 'registers'; values: readonly number[]; data: Uint8Array }
  | { kind: 'written'; register: number; value: number }
  | { kind: 'exception'; code: number };

export const longestModbus = 3 + 64 + 2;

export function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1;
  }
  return crc;
}

/** Bytes with their CRC behind them. */
export function sealed(content: readonly number[]): Uint8Array {
  const crc = crc16(Uint8Array.from(content));
  return Uint8Array.from([...content, crc & 0xff, crc >>> 8]);
}

export function readRegisters(address: number, register: number, count: number): Uint8Array {
  return sealed([address, 0x03, register >> 8, register & 0xff, count >> 8, count & 0xff]);
}

export function writeRegister(address: number, register: number, value: number): Uint8Array {
  return sealed([address, 0x06, register >> 8, register & 0xff, value >> 8, value & 0xff]);
}

/** Finds the answers of one device. */
export function lookForModbus(address: number): (bytes: Uint8Array) => Look<ModbusAnswer> {
  return (bytes) => {
    if (bytes[0] !== address) return { skip: until(bytes, address), damaged: false };
    if (bytes.length < 3) return 'more';
    const length = lengthOf(bytes);
    if (length === undefined) return { skip: 1, damaged: false };
    if (bytes.length < length) return 'more';
    const content = bytes.subarray(0, length - 2);
    const view = viewOf(bytes);
    if (crc16(content) !== view.getUint16(length - 2, true)) return { skip: 1, damaged: true };
    return { found: answerIn(content, viewOf(content)), length };
  };
}

function lengthOf(bytes: Uint8Array): number | undefined {
  const [, operation = 0, count = 0] = bytes;
  if (operation === 0x06) return 8;
  if (operation === 0x83 || operation === 0x86) return 5;
  return operation === 0x03 && count > 0 && count <= 64 && count % 2 === 0 ? 3 + count + 2 : undefined;
}

function answerIn(content: Uint8Array, view: DataView): ModbusAnswer {
  if (content[1] === 0x06) {
    return { kind: 'written', register: view.getUint16(2), value: view.getUint16(4) };
  }
  if (content[1] !== 0x03) return { kind: 'exception', code: content[2] ?? 0 };
  const data = Uint8Array.from(content.subarray(3));
  const values = Array.from({ length: data.length / 2 }, (_, index) => view.getUint16(3 + 2 * index));
  return { kind: 'registers', values, data };
}
