import Type, { type Static } from 'typebox';
import { CalibrationMatrix, InputKind, TotemKey } from './touch.ts';

const share = (maximum: number, fallback: number) => Type.Number({ minimum: 0, maximum, default: fallback });

/**
 * An entry of `touch` in `agent.yaml`: input devices that may be used, and how. A device that no entry names is
 * never read. Exactly one of `path` and `device` says which are meant; each entry awaits one device at least.
 */
export const InputSettings = Type.Object(
  {
    /**
     * Device node, a link to one, or a FIFO that carries the same bytes. With `*` and `?` it is a pattern for
     * nodes of the input folder and for the links in its `by-id` and `by-path`.
     */
    path: Type.Optional(Type.String({ minLength: 1, maxLength: 240 })),
    /** `vendor:product` as four hexadecimal digits each, or `*` for any. */
    device: Type.Optional(Type.String({ pattern: '^([0-9a-fA-F]{4}|\\*):([0-9a-fA-F]{4}|\\*)$' })),
    /** What to use it for; left out, whatever it can do. */
    kinds: Type.Optional(Type.Array(InputKind, { minItems: 1, maxItems: 2, uniqueItems: true })),
    /** Whether it may be absent without a fault. */
    optional: Type.Boolean({ default: false }),
    /** Ends of the axes, where the device does not tell them or tells them wrong. */
    minimumX: Type.Optional(Type.Integer()),
    maximumX: Type.Optional(Type.Integer()),
    minimumY: Type.Optional(Type.Integer()),
    maximumY: Type.Optional(Type.Integer()),
    /** Degrees, clockwise, by which the panel is turned against the screen. */
    rotation: Type.Enum([0, 90, 180, 270], { default: 0 }),
    /** libinput's calibration matrix, after the rotation; one that was measured on the totem wins. */
    calibration: Type.Optional(CalibrationMatrix),
    /** Border in which no touch may begin, as a share of width and height. */
    edge: share(0.2, 0),
    /** Further parts of the screen in which no touch may begin. */
    deadZones: Type.Array(
      Type.Object(
        { x: share(1, 0), y: share(1, 0), width: share(1, 0), height: share(1, 0) },
        { additionalProperties: false },
      ),
      { default: [], maxItems: 16 },
    ),
    /** Size (ABS_MT_TOUCH_MAJOR) and pressure from which a touch is a palm, in the panel's own units. */
    palmSize: Type.Optional(Type.Integer({ minimum: 1 })),
    palmPressure: Type.Optional(Type.Integer({ minimum: 1 })),
    /** Moves smaller than this share of the screen are not told. */
    jitter: share(0.1, 0),
    /** Seconds without any change after which a finger is taken for dirt. */
    stuckSeconds: Type.Integer({ minimum: 5, maximum: 3600, default: 180 }),
    /** Keeps the device to the agent, so that no console or desktop types along. */
    grab: Type.Boolean({ default: true }),
    /** How events are laid out: as for this processor, or as a 32-bit or 64-bit program reads them. */
    layout: Type.Enum(['auto', 'record32', 'record64'], { default: 'auto' }),
    /** The same key again within this time after it was let go does nothing (EN 301 549, 5.8). */
    doubleStrikeMilliseconds: Type.Integer({ minimum: 0, maximum: 1000, default: 100 }),
    /** What keys mean, by name (`KEY_F5`) or code (`63`); null takes a meaning away. */
    keys: Type.Record(
      Type.String({ pattern: '^(KEY_[A-Z0-9_]{1,30}|[0-9]{1,3})$' }),
      Type.Union([TotemKey, Type.Null()]),
      {
        default: {},
        maxProperties: 100,
        additionalProperties: false,
      },
    ),
  },
  { additionalProperties: false },
);
export type InputSettings = Static<typeof InputSettings>;
