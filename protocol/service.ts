import Type, { type Static } from 'typebox';
import { Fault } from './faults.ts';
import { DisplayState } from './health.ts';
import { ReleaseId, Timestamp, TotemId } from './names.ts';

/**
 * Service codes: how a technician opens the service menu of a totem that may have neither network nor a right
 * clock. HOTP (RFC 4226) with a secret of each totem and a counter that the totem shows on its screen.
 */

/** 160 random bits, as RFC 4226 section 4 recommends, in base32 (RFC 4648). */
export const ServiceSecret = Type.String({ pattern: '^[A-Z2-7]{32}$' });

/** Which secret of a totem: grows by one with each rotation. 0 says that there is none. */
const generation = Type.Integer({ minimum: 0, maximum: 1_000_000 });

/** The secret of one totem. The hub sends it on the channel `service` and with the answer to an enrolment. */
export const ServiceKey = Type.Object({ generation, secret: ServiceSecret }, { additionalProperties: false });
export type ServiceKey = Static<typeof ServiceKey>;
export const ServiceGeneration = generation;

/** The longest counter that a person still reads from a screen and says on the telephone. */
export const ServiceCounter = Type.Integer({ minimum: 0, maximum: 999_999_999 });
export const serviceCodeDigits = 8;
export const ServiceCode = Type.String({ pattern: `^\\d{${serviceCodeDigits}}$` });

/** `POST /totems/{id}/service-code` */
export const ServiceCodeRequest = Type.Object(
  {
    counter: ServiceCounter,
    /** The key's number beside the counter; what the totem held when it was last heard, where nothing is said. */
    generation: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
  },
  { additionalProperties: false },
);
export const ServiceCodeAnswer = Type.Object(
  { totem: TotemId, counter: ServiceCounter, code: ServiceCode, generation },
  { additionalProperties: false },
);
export type ServiceCodeAnswer = Static<typeof ServiceCodeAnswer>;

/** `POST /service-keys`: what a technician takes along. All totems where none is named. */
export const ServiceKeysRequest = Type.Object(
  { totems: Type.Optional(Type.Array(TotemId, { minItems: 1, maxItems: 2000, uniqueItems: true })) },
  { additionalProperties: false },
);
export const ServiceKeysAnswer = Type.Object(
  {
    keys: Type.Array(
      Type.Object(
        { totem: TotemId, name: Type.String({ maxLength: 120 }), generation, secret: ServiceSecret },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type ServiceKeysAnswer = Static<typeof ServiceKeysAnswer>;

/** `POST /totems/{id}/service-key/rotation` */
export const ServiceKeyRotated = Type.Object({ totem: TotemId, generation }, { additionalProperties: false });

/** `GET /totems/{id}/service-log`: who asked for what, newest first. */
export const ServiceLog = Type.Object(
  {
    entries: Type.Array(
      Type.Object(
        {
          at: Timestamp,
          user: Type.String({ maxLength: 80 }),
          action: Type.Enum(['code', 'key', 'rotation']),
          /** The counter that a code was asked for. */
          counter: Type.Union([ServiceCounter, Type.Null()]),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type ServiceLog = Static<typeof ServiceLog>;

/**
 * The service session of a totem: `closed`; `keyless`: asked for, but the totem never got a secret; `asking` for
 * a code; `waiting` after too many wrong ones; `open`: the menu.
 */
export const serviceStates = ['closed', 'keyless', 'asking', 'checking', 'waiting', 'open'] as const;
export type ServiceState = (typeof serviceStates)[number];

export const serviceActions = ['restart_display', 'restart_agent', 'restart_board'] as const;
export type ServiceAction = (typeof serviceActions)[number];

/**
 * `kept`: the mark was hit, and it is written. `returned`: nobody hit it in time, and the calibration of before
 * holds. The others say why nothing was tried or kept.
 */
export const calibrationOutcomes = [
  'kept',
  'returned',
  'no_panel',
  'several_panels',
  'unusable',
  'not_written',
] as const;
export type CalibrationOutcome = (typeof calibrationOutcomes)[number];

/** What the service menu shows of the totem, as the agent knows it now. */
export const ServiceStatus = Type.Object(
  {
    at: Timestamp,
    totem: Type.Union([TotemId, Type.Null()]),
    version: Type.String({ maxLength: 40 }),
    /** Where this totem looks for its hub; null where it was never enrolled. */
    hub: Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
    online: Type.Boolean(),
    /** Addresses of this machine other than its loopback's. */
    addresses: Type.Array(
      Type.Object(
        { link: Type.String({ maxLength: 60 }), address: Type.String({ maxLength: 60 }) },
        { additionalProperties: false },
      ),
      { maxItems: 16 },
    ),
    content: Type.Union([ReleaseId, Type.Null()]),
    eventsPending: Type.Integer({ minimum: 0 }),
    display: Type.Object(
      { state: DisplayState, framesPerSecond: Type.Number({ minimum: 0 }) },
      { additionalProperties: false },
    ),
    /** Of the machine. */
    uptimeSeconds: Type.Number({ minimum: 0 }),
    faults: Type.Array(
      Type.Object(
        {
          fault: Fault,
          /** English, from the catalogue; the page knows the cures of its own version in its languages. */
          cure: Type.String({ maxLength: 500 }),
        },
        { additionalProperties: false },
      ),
      { maxItems: 100 },
    ),
  },
  { additionalProperties: false },
);
export type ServiceStatus = Static<typeof ServiceStatus>;
