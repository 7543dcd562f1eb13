import type { LineMapping, SettingsOf } from '../../protocol/index.ts';
import { type Driver, type Heard, type Measurement, measurement, nothingHeard } from './driver.ts';
import { createScanner, type Look } from './scanner.ts';

type Settings = SettingsOf<'line'>;

/**
 * Lines of text, each one JSON object (RFC 8259) or one row of values between separators (RFC 4180 without
 * quotes), for microcontrollers of one's own. Which value means what is declared in agent.yaml.
 */
const lineFeed = 0x0a;
const longest = 1024;

function lookForLine(bytes: Uint8Array): Look<{ text: string; length: number }> {
  const end = bytes.indexOf(lineFeed);
  if (end < 0) return bytes.length < longest ? 'more' : { skip: longest, damaged: true };
  const length = end + 1;
  return { found: { text: Buffer.from(bytes.subarray(0, end)).toString('utf8').trim(), length }, length };
}

/** The measurements of a line; undefined where one that is declared is missing, no number or out of range. */
export function readLine(line: string, { format, separator, mapping }: Settings): Measurement[] | undefined {
  const values = format === 'json' ? objectIn(line) : line.split(separator);
  if (values === undefined) return undefined;
  const read = mapping.map((declared) => {
    const raw =
      format === 'json' ? at(values, declared.field ?? declared.quantity) : columnOf(values, declared);
    return measured(raw, declared);
  });
  const whole = read.filter((one) => one !== undefined);
  return whole.length === read.length ? whole : undefined;
}

function objectIn(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function at(values: object, path: string): unknown {
  let value: unknown = values;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = Object.entries(value).find(([key]) => key === name)?.[1];
  }
  return value;
}

function columnOf(values: object, { column = 0 }: LineMapping): unknown {
  return Array.isArray(values) ? values[column] : undefined;
}

function measured(raw: unknown, declared: LineMapping): Measurement | undefined {
  const { quantity, unit, scale, offset, minimum = -Infinity, maximum = Infinity } = declared;
  const value = numberIn(raw);
  if (value === undefined) return undefined;
  const scaled = value * scale + offset;
  return scaled >= minimum && scaled <= maximum ? measurement(quantity, unit, scaled) : undefined;
}

function numberIn(raw: unknown): number | undefined {
  if (typeof raw === 'boolean') return raw ? 1 : 0;
  if (typeof raw === 'number') return raw;
  if (typeof raw !== 'string' || !/^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?\s*$/i.test(raw))
    return undefined;
  const value = Number(raw);
  return Number.isFinite(value) ? value : undefined;
}

function open(settings: Settings) {
  const scanner = createScanner(lookForLine, longest);
  /** The rest of a line that was on its way when the port was opened is no damage. */
  let first = true;
  return {
    take(bytes: Uint8Array): Heard {
      const { frames: lines, damaged } = scanner.push(bytes);
      const heard: Heard = { ...nothingHeard(), damaged };
      for (const { text, length } of lines) {
        const read = readLine(text, settings);
        if (read !== undefined) {
          heard.frames += 1;
          heard.frameBytes += length;
          heard.measurements.push(...read);
        } else if (text !== '' && !first) heard.damaged += 1;
        first = false;
      }
      return heard;
    },
    tick: (): Uint8Array[] => [],
  };
}

export const line: Driver<Settings> = {
  name: 'line',
  bauds: [115_200],
  question: [],
  silence: ({ silentSeconds }) => silentSeconds * 1000,
  open,
  // Any device may write lines: they are no signature.
  recognise: () => ({ frames: 0, frameBytes: 0 }),
};
