import Type, { type Static } from 'typebox';
import { ProblemSchema } from './commands.ts';
import { DesiredFirmware, ReportedFirmware } from './firmware.ts';
import { LanguageTag, protocolVersion, ReleaseId, Sha256, Timestamp } from './names.ts';
import { ServiceGeneration } from './service.ts';
import { Envelope } from './signing.ts';

/** What a fleet admin may set for a totem while it runs. */
export const TotemConfiguration = Type.Object(
  {
    /** Language the screen returns to after each session. */
    language: Type.Optional(LanguageTag),
    /** Seconds without a touch before the warning. */
    idleSeconds: Type.Optional(Type.Integer({ minimum: 20, maximum: 600 })),
    /** Seconds the warning stays before the session is wiped (WCAG 2.2.1: at least 20). */
    warningSeconds: Type.Optional(Type.Integer({ minimum: 20, maximum: 300 })),
    heartbeatSeconds: Type.Optional(Type.Integer({ minimum: 5, maximum: 3600 })),
  },
  { additionalProperties: false },
);
export type TotemConfiguration = Static<typeof TotemConfiguration>;

/** What a totem should be. The hub owns it; each change has the next revision. */
export const DesiredState = Type.Object(
  {
    revision: Type.Integer({ minimum: 0 }),
    content: Type.Union([
      Type.Object(
        {
          release: ReleaseId,
          /** Artifact that holds the signed manifest. */
          manifest: Type.Object(
            { sha256: Sha256, size: Type.Integer({ minimum: 1 }) },
            { additionalProperties: false },
          ),
        },
        { additionalProperties: false },
      ),
      Type.Null(),
    ]),
    keyRing: Type.Union([Envelope, Type.Null()]),
    configuration: TotemConfiguration,
    /** What the totem should run; left out or `null`, it goes on with what it has. */
    firmware: Type.Optional(Type.Union([DesiredFirmware, Type.Null()])),
  },
  { additionalProperties: false },
);
export type DesiredState = Static<typeof DesiredState>;

/** States of the content operation; the agent's table of transitions is over exactly these. */
export const contentStates = [
  'idle',
  'fetching',
  'verified',
  'activating',
  'proving',
  'rolling_back',
  'failed',
] as const;
export const ContentState = Type.Enum([...contentStates]);
export type ContentState = Static<typeof ContentState>;

/** What a totem is, as far as the desired state goes. */
export const ReportedState = Type.Object(
  {
    /** Revision of the desired state that this report answers. */
    revision: Type.Integer({ minimum: 0 }),
    content: Type.Object(
      {
        state: ContentState,
        active: Type.Union([ReleaseId, Type.Null()]),
        previous: Type.Union([ReleaseId, Type.Null()]),
        target: Type.Union([ReleaseId, Type.Null()]),
        /** The release it gave up last and does not try again; left out by agents that do not tell. */
        rejected: Type.Optional(Type.Union([ReleaseId, Type.Null()])),
        /** Share of the target's bytes that are here, 0 to 1. */
        progress: Type.Number({ minimum: 0, maximum: 1 }),
        problem: Type.Union([ProblemSchema, Type.Null()]),
      },
      { additionalProperties: false },
    ),
    keyRing: Type.Integer({ minimum: 0 }),
    /** Left out by a totem that does not update its own firmware. */
    firmware: Type.Optional(ReportedFirmware),
  },
  { additionalProperties: false },
);
export type ReportedState = Static<typeof ReportedState>;

/** First message after every connect. */
export const Hello = Type.Object(
  {
    protocol: Type.Literal(protocolVersion),
    agent: Type.String({ maxLength: 40 }),
    /** Changes with every start of the agent. */
    boot: Type.String({ format: 'uuid' }),
    revision: Type.Integer({ minimum: 0 }),
    outbox: Type.String({ format: 'uuid' }),
    acknowledged: Type.Integer({ minimum: 0 }),
    reported: ReportedState,
    /** Generation of the service key that it holds; the hub sends another one on the channel `service`. */
    service: Type.Optional(ServiceGeneration),
  },
  { additionalProperties: false },
);
export type Hello = Static<typeof Hello>;

/** The hub's answer to a hello: what it has committed, and the desired state if it is newer. */
export const Welcome = Type.Object(
  {
    time: Timestamp,
    acknowledged: Type.Integer({ minimum: 0 }),
    desired: Type.Union([DesiredState, Type.Null()]),
  },
  { additionalProperties: false },
);
export type Welcome = Static<typeof Welcome>;

/** Last will, and what a totem says when it stops in good order. */
export const Presence = Type.Object(
  { online: Type.Boolean(), boot: Type.String({ format: 'uuid' }) },
  { additionalProperties: false },
);
export type Presence = Static<typeof Presence>;
