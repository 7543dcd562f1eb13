import Type, { type Static } from 'typebox';
import { ProblemSchema } from './commands.ts';
import { CompatibleName, FirmwareVersionName } from './firmware-library.ts';
import { Sha256, Timestamp } from './names.ts';

/** The largest bundle, in bytes. */
export const maximumBundleBytes = 4 * 1024 * 1024 * 1024;

/** A hash-addressed file of the artifact process. */
export const Bundle = Type.Object(
  { sha256: Sha256, size: Type.Integer({ minimum: 1, maximum: maximumBundleBytes }) },
  { additionalProperties: false },
);

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

const ClockTime = Type.String({ pattern: '^(?:[01][0-9]|2[0-3]):[0-5][0-9]$' });

/**
 * When a totem may be changed, in the totem's own local time. `to` is not part of it. Where `to` is not after
 * `from` the window goes over midnight and belongs to the day on which it starts; `from` equal to `to` is a
 * whole day.
 */
export const MaintenanceWindow = Type.Object(
  {
    days: Type.Array(Type.Enum([...weekdays]), { minItems: 1, maxItems: 7, uniqueItems: true }),
    from: ClockTime,
    to: ClockTime,
  },
  { additionalProperties: false },
);
export type MaintenanceWindow = Static<typeof MaintenanceWindow>;

/** What a totem should run. */
export const DesiredFirmware = Type.Object(
  {
    version: FirmwareVersionName,
    bundle: Bundle,
    /**
     * SHA-256 of the bundle's manifest, as RAUC computes it; `null` for a bundle in the `plain` format, whose
     * manifest cannot be read apart from its images: there the bundle's own hash stands for it.
     */
    manifestHash: Type.Union([Sha256, Type.Null()]),
    compatible: CompatibleName,
    /** Whether a version below the one that runs is taken. */
    allowDowngrade: Type.Boolean(),
    /** `null`: at any time. */
    window: Type.Union([MaintenanceWindow, Type.Null()]),
    /** Seconds the new firmware has to stay well after everything was found in order. */
    soakSeconds: Type.Integer({ minimum: 0, maximum: 86_400 }),
    /** One more than before makes a totem try again a firmware that failed on it. */
    attempt: Type.Integer({ minimum: 1, maximum: 1000 }),
  },
  { additionalProperties: false },
);
export type DesiredFirmware = Static<typeof DesiredFirmware>;

/** States of the firmware operation; the agent's table of transitions is over exactly these. */
export const firmwareStates = [
  /** Nothing is to be done. */
  'idle',
  /** A firmware is wanted and nothing was done for it yet. */
  'offered',
  /** Something has to be awaited: see `waiting`. */
  'waiting',
  'fetching',
  'installing',
  /** The other slot holds the target; the reboot is still to come. */
  'installed',
  'rebooting',
  /** The new slot runs and has not shown yet that it is well. */
  'proving',
  /** The target runs, was proved, and its slot is marked good. */
  'confirmed',
  /** The new slot is marked bad and the totem returns to the former one. */
  'rolling_back',
  /** The target was refused or did not prove itself; it is not tried again before something else is wanted. */
  'failed',
] as const;
export const FirmwareState = Type.Enum([...firmwareStates]);
export type FirmwareState = Static<typeof FirmwareState>;

/** What an update waits for. */
export const firmwareWaits = ['window', 'session', 'space', 'power', 'temperature', 'service'] as const;
export const FirmwareWait = Type.Enum([...firmwareWaits]);
export type FirmwareWait = Static<typeof FirmwareWait>;

const SlotName = Type.String({ minLength: 1, maxLength: 60 });
const bytes = Type.Integer({ minimum: 0 });

/** What a totem runs, and how far its update is. */
export const ReportedFirmware = Type.Object(
  {
    state: FirmwareState,
    /** RAUC on this totem: `absent` where its service is not there, `silent` where it does not answer. */
    service: Type.Enum(['ready', 'absent', 'silent']),
    compatible: Type.Union([CompatibleName, Type.Null()]),
    /** The slot that runs; `null` before RAUC has said so. */
    booted: Type.Union([
      Type.Object(
        {
          slot: SlotName,
          version: Type.Union([FirmwareVersionName, Type.Null()]),
          /** When this version was first seen running on this totem. */
          since: Timestamp,
        },
        { additionalProperties: false },
      ),
      Type.Null(),
    ]),
    other: Type.Union([
      Type.Object(
        {
          slot: SlotName,
          version: Type.Union([FirmwareVersionName, Type.Null()]),
          boot: Type.Enum(['good', 'bad', 'unknown']),
        },
        { additionalProperties: false },
      ),
      Type.Null(),
    ]),
    target: Type.Union([
      Type.Object(
        { version: FirmwareVersionName, sha256: Sha256, attempt: Type.Integer({ minimum: 1 }) },
        { additionalProperties: false },
      ),
      Type.Null(),
    ]),
    /** Share of the fetch or of the installation that is done, 0 to 1. */
    progress: Type.Number({ minimum: 0, maximum: 1 }),
    waiting: Type.Array(FirmwareWait, { maxItems: firmwareWaits.length }),
    problem: Type.Union([ProblemSchema, Type.Null()]),
    /** How the last bundle came, and the bytes that it cost; `null` before the first. */
    transfer: Type.Union([
      Type.Object(
        { kind: Type.Enum(['download', 'streaming']), bundleBytes: bytes, transferredBytes: bytes },
        { additionalProperties: false },
      ),
      Type.Null(),
    ]),
  },
  { additionalProperties: false },
);
export type ReportedFirmware = Static<typeof ReportedFirmware>;
