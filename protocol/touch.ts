import Type, { type Static } from 'typebox';
import { Timestamp } from './names.ts';

/** What an input device is read for. */
export const InputKind = Type.Enum(['touch', 'keys']);
export type InputKind = Static<typeof InputKind>;

/**
 * `ready`: it is read. `lost`: it was there, or is named in `agent.yaml`, and is not. `refused`: it is there,
 * but sends what no input device sends, or more than a totem can take.
 */
export const InputState = Type.Enum(['ready', 'lost', 'refused']);
export type InputState = Static<typeof InputState>;

/** Hexadecimal id of a vendor or product, as the kernel writes it in sysfs; null where the device says none. */
const deviceId = Type.Union([Type.String({ pattern: '^[0-9a-f]{4}$' }), Type.Null()]);

/** One input device of a totem: a touch panel, a keypad, a keyboard. */
export const InputDeviceFigures = Type.Object(
  {
    /** The path of the device, by which faults name it too. */
    part: Type.String({ maxLength: 120 }),
    /** As the device calls itself; empty where it does not. */
    name: Type.String({ maxLength: 120 }),
    vendor: deviceId,
    product: deviceId,
    kinds: Type.Array(InputKind, { maxItems: 2 }),
    state: InputState,
    /** Fingers that are on the panel now, those that are taken for dirt not counted. */
    contactsDown: Type.Integer({ minimum: 0 }),
    /** Input events since the agent started. */
    eventsTotal: Type.Integer({ minimum: 0 }),
    lastEventAt: Type.Union([Timestamp, Type.Null()]),
  },
  { additionalProperties: false },
);
export type InputDeviceFigures = Static<typeof InputDeviceFigures>;

/** The keys of a totem's keypad, whatever the keyboard calls them. */
export const totemKeys = [
  'up',
  'down',
  'left',
  'right',
  'ok',
  'back',
  'help',
  'volume_up',
  'volume_down',
  'home',
] as const;
export const TotemKey = Type.Enum([...totemKeys]);
export type TotemKey = (typeof totemKeys)[number];

export const keyPhases = ['down', 'repeat', 'up'] as const;
export const KeyPhase = Type.Enum([...keyPhases]);
export type KeyPhase = (typeof keyPhases)[number];

/**
 * Six numbers a to f that take a point of the panel (fractions of its width and height) to one of the screen:
 * x' = a x + b y + c, y' = d x + e y + f; libinput's calibration matrix.
 */
export const CalibrationMatrix = Type.Array(Type.Number({ minimum: -1000, maximum: 1000 }), {
  minItems: 6,
  maxItems: 6,
});
export type CalibrationMatrix = Static<typeof CalibrationMatrix>;
