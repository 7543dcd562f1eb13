import Type, { type Static } from 'typebox';
import { Quantity, SensorId, Unit } from './sensors.ts';
import { taggedUnion } from './union.ts';

/** Where a sensor is plugged in: a path that stays the same, or which USB adapter it is. */
const SensorPort = Type.Union([
  Type.String({ pattern: '^/', maxLength: 240 }),
  Type.Object(
    {
      /** Vendor and product as `lsusb` prints them. */
      usb: Type.String({ pattern: '^[0-9a-f]{4}:[0-9a-f]{4}$' }),
      /** Tells several adapters of one kind apart. */
      serial: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
    },
    { additionalProperties: false },
  ),
]);
export type SensorPort = Static<typeof SensorPort>;

const every = {
  id: SensorId,
  port: SensorPort,
  /** Bits per second, where the device was set to another speed than its usual one. */
  baud: Type.Optional(Type.Integer({ minimum: 300, maximum: 4_000_000 })),
};

const gateEnergy = Type.Integer({ minimum: 0, maximum: 100 });

/** One value of a line: where it stands, and what it is. */
export const LineMapping = Type.Object(
  {
    quantity: Quantity,
    unit: Unit,
    /** Path of a JSON field, such as `air.co2`. */
    field: Type.Optional(Type.String({ pattern: '^[^.\\s]+(?:\\.[^.\\s]+){0,7}$', maxLength: 120 })),
    /** Column of a CSV line; the first is 0. */
    column: Type.Optional(Type.Integer({ minimum: 0, maximum: 63 })),
    /** What is reported is `raw * scale + offset`. */
    scale: Type.Number({ default: 1 }),
    offset: Type.Number({ default: 0 }),
    /** A value outside is a damaged frame, not a reading. */
    minimum: Type.Optional(Type.Number()),
    maximum: Type.Optional(Type.Number()),
  },
  { additionalProperties: false },
);
export type LineMapping = Static<typeof LineMapping>;

/** One entry of `sensors` in `agent.yaml`. */
export const SensorConfiguration = taggedUnion('driver', [
  Type.Object({ ...every, driver: Type.Literal('auto') }, { additionalProperties: false }),
  Type.Object(
    {
      ...every,
      driver: Type.Literal('ld2410'),
      /** Farthest gate that is watched; a gate is 0.75 m deep. What is absent stays as the device has it. */
      maximumGate: Type.Optional(Type.Integer({ minimum: 2, maximum: 8 })),
      /** Seconds without a target until the device says that nobody is there. */
      noOneSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 65_535 })),
      /** Energies from which a target counts, in percent. */
      sensitivity: Type.Optional(
        Type.Array(
          Type.Object(
            { gate: Type.Integer({ minimum: 0, maximum: 8 }), moving: gateEnergy, still: gateEnergy },
            { additionalProperties: false },
          ),
          { maxItems: 9 },
        ),
      ),
      /** Reports the energies of every gate too, for setting the device up. */
      engineering: Type.Boolean({ default: false }),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      ...every,
      driver: Type.Literal('pms5003'),
      /** Lets fan and laser rest between two readings so far apart; absent: they run all the time. */
      restSeconds: Type.Optional(Type.Integer({ minimum: 60, maximum: 86_400 })),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      ...every,
      driver: Type.Literal('sps30'),
      everySeconds: Type.Integer({ minimum: 1, maximum: 3600, default: 5 }),
      /** Seconds of operation between two cleanings of the fan; 0 turns them off. */
      cleaningSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 4_294_967_295 })),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      ...every,
      driver: Type.Literal('scd30'),
      everySeconds: Type.Integer({ minimum: 2, maximum: 1800, default: 5 }),
    },
    { additionalProperties: false },
  ),
  Type.Object({ ...every, driver: Type.Literal('nmea') }, { additionalProperties: false }),
  Type.Object(
    {
      ...every,
      driver: Type.Literal('line'),
      format: Type.Enum(['json', 'csv']),
      separator: Type.String({ default: ',', minLength: 1, maxLength: 1 }),
      mapping: Type.Array(LineMapping, { minItems: 1, maxItems: 32 }),
      /** Seconds after which silence is a fault. */
      silentSeconds: Type.Integer({ minimum: 1, maximum: 86_400, default: 10 }),
    },
    { additionalProperties: false },
  ),
]);
export type SensorConfiguration = Static<typeof SensorConfiguration>;
export type SettingsOf<Driver extends SensorConfiguration['driver']> = Extract<
  SensorConfiguration,
  { driver: Driver }
>;

/** `presence` in `agent.yaml`: what the screen does while nobody is near. It stays on where no sensor tells. */
export const PresenceConfiguration = Type.Object(
  {
    /** Seconds without anybody near until the screen darkens, and until it sleeps; 0: never. */
    dimSeconds: Type.Integer({ minimum: 0, maximum: 86_400, default: 60 }),
    sleepSeconds: Type.Integer({ minimum: 0, maximum: 86_400, default: 300 }),
    /** Who comes closer than this wakes the screen. */
    wakeMetres: Type.Number({ minimum: 0.2, maximum: 10, default: 3 }),
    /** Brightness of the darkened screen, as a share of the bright one. */
    dimPercent: Type.Integer({ minimum: 0, maximum: 100, default: 30 }),
    /** Brightness of the screen that is on, where the board's backlight can be set. */
    brightPercent: Type.Integer({ minimum: 1, maximum: 100, default: 100 }),
  },
  { additionalProperties: false },
);
export type PresenceConfiguration = Static<typeof PresenceConfiguration>;
