import Type, { type Static } from 'typebox';
import { Timestamp } from './names.ts';

/** Every kind of device that can be read, one driver each; `auto` in the configuration finds out which it is. */
export const sensorDrivers = ['ld2410', 'pms5003', 'sps30', 'scd30', 'nmea', 'line'] as const;
export type SensorDriver = (typeof sensorDrivers)[number];

/** Name of one sensor of this totem, given in agent.yaml. */
export const SensorId = Type.String({ pattern: '^[a-z0-9](?:[a-z0-9_-]{0,30}[a-z0-9])?$' });

/** What is measured, such as `presence`, `moving_distance`, `pm2_5`; the same thing has one name in all drivers. */
export const Quantity = Type.String({ pattern: '^[a-z][a-z0-9_]{0,39}$' });

/** Unit symbol of the SI or accepted beside it; `1` for counts, ratios and yes (1) or no (0). */
export const Unit = Type.String({ minLength: 1, maxLength: 16 });

/** The last value of one quantity. */
export const SensorReading = Type.Object(
  { quantity: Quantity, unit: Unit, value: Type.Number(), at: Timestamp },
  { additionalProperties: false },
);
export type SensorReading = Static<typeof SensorReading>;

export const SensorState = Type.Enum([
  /** Valid frames come. */
  'ready',
  /** Opened, and nothing is known yet; or every driver is tried in turn. */
  'probing',
  /** The port is not there or does not open. */
  'lost',
  /** Bytes come that are no frames of the driver. */
  'wrong_device',
  /** The port is open, and nothing comes. */
  'silent',
  /** More rubbish than frames, or more bytes than the line can carry. */
  'noisy',
]);
export type SensorState = Static<typeof SensorState>;

/** One sensor as it is now. */
export const SensorFigures = Type.Object(
  {
    id: SensorId,
    /** `auto` until the device is known. */
    driver: Type.Enum([...sensorDrivers, 'auto']),
    /** The device node in use, or how the port was named where none is found. */
    port: Type.String({ maxLength: 240 }),
    state: SensorState,
    readings: Type.Array(SensorReading, { maxItems: 64 }),
    framesTotal: Type.Integer({ minimum: 0 }),
    /** Frames with a wrong checksum or an impossible content. */
    framesDamaged: Type.Integer({ minimum: 0 }),
    lastFrameAt: Type.Union([Timestamp, Type.Null()]),
  },
  { additionalProperties: false },
);
export type SensorFigures = Static<typeof SensorFigures>;
