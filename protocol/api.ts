import Type, { type Static } from 'typebox';
import { CommandResult, commandNames, ProblemSchema } from './commands.ts';
import { TotemEvent } from './events.ts';
import { Firmware } from './firmware-library.ts';
import { Health } from './health.ts';
import { GroupName, ReleaseId, Sha256, Timestamp, TotemId } from './names.ts';
import { Rollout } from './rollouts.ts';
import { Envelope, PublicKey } from './signing.ts';
import { DesiredState, ReportedState, TotemConfiguration } from './state.ts';
import { userRoles } from './users.ts';

/** Bodies of the HTTP API under `/api/v1`. Errors are `ApiProblem` with the status of their code. */
export const ApiProblem = Type.Object({ error: ProblemSchema }, { additionalProperties: false });

const text = (maximum: number) => Type.String({ minLength: 1, maxLength: maximum });

export const SignInRequest = Type.Object(
  { name: text(80), password: text(200) },
  { additionalProperties: false },
);
export const SignedIn = Type.Object(
  { name: text(80), role: Type.Enum([...userRoles]), token: Type.String(), expires: Timestamp },
  { additionalProperties: false },
);
/** Whose session a request belongs to; the token itself is told only once, at sign-in. */
export const CurrentSession = Type.Object(
  { name: text(80), role: Type.Enum([...userRoles]), expires: Timestamp },
  { additionalProperties: false },
);

/** Where totems stand: a town hall, a job centre, a station. */
export const Site = Type.Object(
  {
    id: Type.Integer(),
    name: text(120),
    address: Type.String({ maxLength: 200 }),
    town: Type.String({ maxLength: 80 }),
  },
  { additionalProperties: false },
);
export type Site = Static<typeof Site>;
export const SiteList = Type.Object({ sites: Type.Array(Site) }, { additionalProperties: false });
export const SiteRequest = Type.Object(
  {
    name: text(120),
    address: Type.Optional(Type.String({ maxLength: 200 })),
    town: Type.Optional(Type.String({ maxLength: 80 })),
  },
  { additionalProperties: false },
);

/** A totem as the registry knows it. `health` and `reported` are the last that were received. */
export const Totem = Type.Object(
  {
    id: TotemId,
    name: text(120),
    site: Type.Union([Site, Type.Null()]),
    groups: Type.Array(GroupName),
    enrolled: Timestamp,
    certificateExpires: Timestamp,
    revoked: Type.Boolean(),
    online: Type.Boolean(),
    lastSeen: Type.Union([Timestamp, Type.Null()]),
    desired: DesiredState,
    reported: Type.Union([ReportedState, Type.Null()]),
    health: Type.Union([Health, Type.Null()]),
    messagesRefused: Type.Integer({ minimum: 0 }),
  },
  { additionalProperties: false },
);
export type Totem = Static<typeof Totem>;
export const TotemList = Type.Object({ totems: Type.Array(Totem) }, { additionalProperties: false });

export const TotemChange = Type.Object(
  {
    name: Type.Optional(text(120)),
    site: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
    groups: Type.Optional(Type.Array(GroupName, { maxItems: 32, uniqueItems: true })),
    configuration: Type.Optional(TotemConfiguration),
  },
  { additionalProperties: false },
);

export const CommandRequest = Type.Object(
  { name: Type.Enum(commandNames), arguments: Type.Optional(Type.Unknown()) },
  { additionalProperties: false },
);
export { CommandResult };

export const StoredEvent = Type.Object(
  { id: Type.Integer(), totem: TotemId, sequence: Type.Integer(), received: Timestamp, event: TotemEvent },
  { additionalProperties: false },
);
export type StoredEvent = Static<typeof StoredEvent>;
export const EventList = Type.Object({ events: Type.Array(StoredEvent) }, { additionalProperties: false });

export const EnrolmentTokenRequest = Type.Object(
  {
    name: Type.Optional(text(120)),
    site: Type.Optional(Type.Integer()),
    groups: Type.Optional(Type.Array(GroupName, { maxItems: 32, uniqueItems: true })),
    /** Seconds until it expires; an hour where nothing is said. */
    seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 30 * 86_400 })),
  },
  { additionalProperties: false },
);
export const EnrolmentTokenMade = Type.Object(
  { id: Type.Integer(), token: Type.String(), expires: Timestamp },
  { additionalProperties: false },
);
export const EnrolmentTokenList = Type.Object(
  {
    tokens: Type.Array(
      Type.Object(
        {
          id: Type.Integer(),
          name: Type.Union([Type.String(), Type.Null()]),
          groups: Type.Array(GroupName),
          made: Timestamp,
          expires: Timestamp,
          state: Type.Enum(['open', 'used', 'expired', 'revoked']),
          totem: Type.Union([TotemId, Type.Null()]),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);

export const MissingRequest = Type.Object(
  { files: Type.Array(Sha256, { maxItems: 20_000 }) },
  { additionalProperties: false },
);
export const MissingAnswer = Type.Object({ missing: Type.Array(Sha256) }, { additionalProperties: false });
export const ArtifactStored = Type.Object(
  { sha256: Sha256, size: Type.Integer() },
  { additionalProperties: false },
);

/** Publishes a release whose files are all stored, and makes it desired for groups. */
export const ReleaseRequest = Type.Object(
  { envelope: Envelope, groups: Type.Array(GroupName, { maxItems: 32, uniqueItems: true }) },
  { additionalProperties: false },
);
export const ContentRelease = Type.Object(
  {
    release: ReleaseId,
    title: Type.String(),
    made: Timestamp,
    published: Timestamp,
    languages: Type.Array(Type.String()),
    files: Type.Integer(),
    bytes: Type.Integer(),
    signedBy: Type.String(),
    manifest: Sha256,
    /** Groups whose totems should show it now. */
    groups: Type.Array(GroupName),
    /** Totems that should show it, and those that say they do. */
    desiredBy: Type.Integer(),
    activeOn: Type.Integer(),
  },
  { additionalProperties: false },
);
export type ContentRelease = Static<typeof ContentRelease>;
export const ContentReleaseList = Type.Object(
  { releases: Type.Array(ContentRelease) },
  { additionalProperties: false },
);
/** Makes a stored release desired for a group: going back to an older one is the same request. */
export const AssignmentRequest = Type.Object(
  { release: ReleaseId, group: GroupName },
  { additionalProperties: false },
);

export const KeyRingView = Type.Object(
  { revision: Type.Integer(), keys: Type.Array(PublicKey), envelope: Type.Union([Envelope, Type.Null()]) },
  { additionalProperties: false },
);
export const KeyRingRequest = Type.Object({ envelope: Envelope }, { additionalProperties: false });

/** Data of the Server-Sent Events on `/api/v1/stream`; the event's name is the key here. */
export const streamEvents = {
  /** A totem changed: presence, reported state, health, registry. Whole, so that nothing must be merged. */
  totem: Totem,
  removed: Type.Object({ id: TotemId }, { additionalProperties: false }),
  event: StoredEvent,
  release: ContentRelease,
  firmware: Firmware,
  rollout: Rollout,
} as const;
