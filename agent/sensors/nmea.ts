import type { SettingsOf } from '../../protocol/index.ts';
import { type Driver, type Heard, type Measurement, measurement, nothingHeard } from './driver.ts';
import { longestSentence, lookForSentence, type Sentence } from './nmea-sentence.ts';
import { createScanner, signature } from './scanner.ts';

/**
 * A GNSS receiver that speaks NMEA 0183: position, speed, satellites and clock from GGA, RMC, GSA, GSV and ZDA
 * of any talker. A field that is empty or impossible gives no measurement.
 */
export function measurementsIn({ type, fields, talker }: Sentence): Measurement[] {
  const read = readers[type];
  return read ? read(fields, talker).filter((one): one is Measurement => one !== undefined) : [];
}

type Reader = (fields: readonly string[], talker: string) => (Measurement | undefined)[];

const readers: Record<string, Reader> = {
  GGA: (fields) => {
    const quality = number(fields[5], 0, 8);
    return [
      some('fix', '1', quality),
      some('satellites', '1', number(fields[6], 0, 99)),
      ...(quality ? position(fields.slice(1, 5)) : []),
      quality ? some('hdop', '1', number(fields[7], 0, 100)) : undefined,
      quality && fields[9] === 'M' ? some('altitude', 'm', number(fields[8], -1_000, 20_000)) : undefined,
    ];
  },
  RMC: (fields) => {
    const valid = fields[1] === 'A';
    const date = /^(\d\d)(\d\d)(\d\d)$/.exec(fields[8] ?? '');
    const year = Number(date?.[3]);
    return [
      ...(valid ? position(fields.slice(2, 6)) : []),
      valid ? some('speed', 'm/s', scaled(number(fields[6], 0, 2_000), 1852 / 3600)) : undefined,
      valid ? some('course', '°', number(fields[7], 0, 360)) : undefined,
      // Two digits of the year: those from 80 on are of the last century, before the system's first epoch.
      ...(valid && date
        ? clock(fields[0], Number(date[1]), Number(date[2]), year + (year >= 80 ? 1900 : 2000))
        : []),
    ];
  },
  ZDA: (fields) => {
    const [day, month, year] = [
      number(fields[1], 1, 31),
      number(fields[2], 1, 12),
      number(fields[3], 1980, 2200),
    ];
    return day && month && year ? clock(fields[0], day, month, year) : [];
  },
  GSA: (fields) => [
    some('fix_dimensions', '1', number(fields[1], 1, 3)),
    some('pdop', '1', number(fields[14], 0, 100)),
    some('vdop', '1', number(fields[16], 0, 100)),
  ],
  GSV: (fields, talker) => {
    // Only the first of several sentences counts; each talker tells of its own satellites.
    const system = systems[talker];
    if (system === undefined || fields[1] !== '1') return [];
    return [some(`satellites_in_view_${system}`, '1', number(fields[2], 0, 99))];
  },
};

const systems: Record<string, string> = {
  GP: 'gps',
  GL: 'glonass',
  GA: 'galileo',
  GB: 'beidou',
  BD: 'beidou',
  GQ: 'qzss',
  GI: 'navic',
};

function some(quantity: string, unit: string, value: number | undefined): Measurement | undefined {
  return value === undefined ? undefined : measurement(quantity, unit, value);
}

function number(field: string | undefined, lowest: number, highest: number): number | undefined {
  if (field === undefined || !/^-?\d+(?:\.\d*)?$/.test(field)) return undefined;
  const value = Number(field);
  return value >= lowest && value <= highest ? value : undefined;
}

function scaled(value: number | undefined, scale: number): number | undefined {
  return value === undefined ? undefined : value * scale;
}

/** Latitude as ddmm.mmm and N or S, longitude as dddmm.mmm and E or W. */
function position(fields: readonly string[]): (Measurement | undefined)[] {
  const latitude = degrees(fields[0], fields[1], 2, 90, 'NS');
  const longitude = degrees(fields[2], fields[3], 3, 180, 'EW');
  if (latitude === undefined || longitude === undefined) return [];
  return [measurement('latitude', '°', latitude), measurement('longitude', '°', longitude)];
}

function degrees(
  field: string | undefined,
  side: string | undefined,
  digits: number,
  most: number,
  sides: string,
): number | undefined {
  if (field === undefined || !/^\d+(?:\.\d*)?$/.test(field) || !side || !sides.includes(side))
    return undefined;
  if (field.split('.')[0]?.length !== digits + 2) return undefined;
  const minutes = Number(field.slice(digits));
  const value = Number(field.slice(0, digits)) + minutes / 60;
  if (minutes >= 60 || value > most) return undefined;
  return side === sides[0] ? value : -value;
}

const week = 7 * 86_400;

/**
 * When this driver was written. GPS counts weeks with 10 bits, so a receiver whose firmware is older than its
 * last turn-over tells a date that is 1024 weeks (19.6 years) early; nothing earlier than this can be true.
 */
const earliest = Date.UTC(2026, 0, 1) / 1000;

function clock(time: string | undefined, day: number, month: number, year: number): Measurement[] {
  const match = /^([01]\d|2[0-3])([0-5]\d)([0-5]\d|60)(\.\d+)?$/.exec(time ?? '');
  if (!match) return [];
  const midnight = Date.UTC(year, month - 1, day);
  const date = new Date(midnight);
  if (date.getUTCDate() !== day || date.getUTCMonth() !== month - 1) return [];
  const told =
    midnight / 1000 +
    Number(match[1]) * 3600 +
    Number(match[2]) * 60 +
    Number(match[3]) +
    Number(match[4] ?? 0);
  const rollovers = told >= earliest ? 0 : Math.ceil((earliest - told) / (1024 * week));
  return [
    measurement('clock', 's', told + rollovers * 1024 * week),
    measurement('clock_rollovers', '1', rollovers),
  ];
}

function open() {
  const scanner = createScanner(lookForSentence, longestSentence);
  return {
    take(bytes: Uint8Array): Heard {
      const { frames, frameBytes, damaged } = scanner.push(bytes);
      const measurements = frames.flatMap(measurementsIn);
      return { ...nothingHeard(), frames: frames.length, frameBytes, damaged, measurements };
    },
    // A receiver speaks by itself, and is not set up.
    tick: (): Uint8Array[] => [],
  };
}

export const nmea: Driver<SettingsOf<'nmea'>> = {
  name: 'nmea',
  bauds: [9600, 4800, 38_400, 115_200],
  question: [],
  silence: () => 5_000,
  open,
  recognise: signature(() => createScanner(lookForSentence, longestSentence)),
};
