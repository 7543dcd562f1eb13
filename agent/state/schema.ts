import Type, { type Static } from 'typebox';
import {
  ContentState,
  DesiredFirmware,
  DesiredState,
  FirmwareState,
  FirmwareVersionName,
  KeyRing,
  ProblemSchema,
  ReleaseId,
  ReportedFirmware,
  Sha256,
  Timestamp,
} from '../../protocol/index.ts';

/** A release by its name and by the artifact that holds its signed manifest. */
export const ReleaseReference = Type.Object(
  {
    release: ReleaseId,
    manifest: Type.Object(
      { sha256: Sha256, size: Type.Integer({ minimum: 1 }) },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type ReleaseReference = Static<typeof ReleaseReference>;

/** Where the content operation stands. What is on the screen is `active`; changing it is one durable write. */
export const ContentRecord = Type.Object(
  {
    state: ContentState,
    active: Type.Union([ReleaseReference, Type.Null()]),
    previous: Type.Union([ReleaseReference, Type.Null()]),
    target: Type.Union([ReleaseReference, Type.Null()]),
    /** Refused or rolled back: not tried again until something else is desired. */
    rejected: Type.Union([ReleaseReference, Type.Null()]),
    problem: Type.Union([ProblemSchema, Type.Null()]),
  },
  { additionalProperties: false },
);
export type ContentRecord = Static<typeof ContentRecord>;

const FirmwareSlot = Type.Object(
  { name: Type.String({ maxLength: 60 }), bootname: Type.String({ maxLength: 60 }) },
  { additionalProperties: false },
);
const names = Type.Array(Type.String({ maxLength: 240 }), { maxItems: 200 });

/** How the totem was before an update: what has to be found again after it. */
export const FirmwareBaseline = Type.Object(
  { display: Type.Boolean(), touch: names, sensors: names, faults: names },
  { additionalProperties: false },
);
export type FirmwareBaseline = Static<typeof FirmwareBaseline>;

/** A change of slots, from just before the installation until the totem has settled in one of them. */
export const FirmwareMove = Type.Object(
  {
    from: FirmwareSlot,
    to: FirmwareSlot,
    /** Version that ran before; `null` where the slot did not say. */
    version: Type.Union([FirmwareVersionName, Type.Null()]),
    /** The boot that the installation, or the last request for a restart, belongs to. */
    bootId: Type.String({ maxLength: 60 }),
    /** How often the agent was started in the new slot. */
    starts: Type.Integer({ minimum: 0 }),
    /** How often it asked for a restart to get back. */
    returns: Type.Integer({ minimum: 0 }),
    baseline: FirmwareBaseline,
  },
  { additionalProperties: false },
);
export type FirmwareMove = Static<typeof FirmwareMove>;

/** Where the firmware operation stands. */
export const FirmwareRecord = Type.Object(
  {
    state: FirmwareState,
    /** A copy of what was wanted, so that an operation ends as it began. */
    target: Type.Union([DesiredFirmware, Type.Null()]),
    /** Refused or not proved: not tried again until something else is wanted. */
    rejected: Type.Union([DesiredFirmware, Type.Null()]),
    problem: Type.Union([ProblemSchema, Type.Null()]),
    /** Whether the bundle is fetched first or streamed by RAUC. */
    streams: Type.Boolean(),
    fetched: Type.Boolean(),
    /** How often the installation of the target was begun. */
    tries: Type.Integer({ minimum: 0 }),
    move: Type.Union([FirmwareMove, Type.Null()]),
    /** What was last seen running, and since when. */
    running: Type.Union([
      Type.Object(
        {
          slot: Type.String({ maxLength: 60 }),
          version: Type.Union([FirmwareVersionName, Type.Null()]),
          since: Timestamp,
        },
        { additionalProperties: false },
      ),
      Type.Null(),
    ]),
    transfer: ReportedFirmware.properties.transfer,
  },
  { additionalProperties: false },
);
export type FirmwareRecord = Static<typeof FirmwareRecord>;

/** Raised with every change of form; `migrations.ts` brings older forms along. */
export const stateVersion = 2;

/** All that the agent must remember over a power cut, apart from its identity, its outbox and bulk. */
export const AgentState = Type.Object(
  {
    version: Type.Literal(stateVersion),
    /** Whether the former run ended in good order; files are checked by hash where it did not. */
    cleanStop: Type.Boolean(),
    desired: Type.Union([DesiredState, Type.Null()]),
    keyRing: Type.Union([KeyRing, Type.Null()]),
    content: ContentRecord,
    firmware: FirmwareRecord,
  },
  { additionalProperties: false },
);
export type AgentState = Static<typeof AgentState>;

export function initialState(): AgentState {
  return {
    version: stateVersion,
    cleanStop: true,
    desired: null,
    keyRing: null,
    content: { state: 'idle', active: null, previous: null, target: null, rejected: null, problem: null },
    firmware: initialFirmware(),
  };
}

export function initialFirmware(): FirmwareRecord {
  return {
    state: 'idle',
    target: null,
    rejected: null,
    problem: null,
    streams: false,
    fetched: false,
    tries: 0,
    move: null,
    running: null,
    transfer: null,
  };
}
