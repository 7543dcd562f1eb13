import Type, { type Static } from 'typebox';
import { MaintenanceWindow } from './firmware.ts';
import { GroupName, Timestamp, TotemId } from './names.ts';

/** A number of totems (`3`) or a share of them (`10%`). */
export const Share = Type.String({ pattern: '^(?:0|[1-9][0-9]{0,5}|(?:[0-9]|[1-9][0-9]|100)%)$' });
export type Share = Static<typeof Share>;

/** Reach and what has to hold before the next phase. Counted over all totems that the rollout has reached so far. */
export const RolloutPhase = Type.Object(
  {
    /** How many totems of the whole rollout are reached with this phase, those of former phases included. */
    reach: Share,
    /** Percent of the reached totems that must have succeeded. */
    success: Type.Integer({ minimum: 0, maximum: 100, default: 95 }),
    /** How many may fail or stay silent; one more and the rollout pauses by itself. */
    failures: Type.Unsafe<string>({ ...Share, default: '5%' }),
    /** Seconds that everything has to stay so before the next phase. */
    soakSeconds: Type.Integer({ minimum: 0, maximum: 30 * 86_400, default: 600 }),
  },
  { additionalProperties: false },
);
export type RolloutPhase = Static<typeof RolloutPhase>;

/** Which totems: those in any of the groups, at any of the sites, or named; of these only those that `running` fits. */
export const RolloutTarget = Type.Object(
  {
    groups: Type.Array(GroupName, { maxItems: 32, uniqueItems: true, default: [] }),
    totems: Type.Array(TotemId, { maxItems: 20_000, uniqueItems: true, default: [] }),
    sites: Type.Array(Type.Integer(), { maxItems: 1000, uniqueItems: true, default: [] }),
    /** Only totems that run this firmware version or show this release. */
    running: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  },
  { additionalProperties: false },
);
export type RolloutTarget = Static<typeof RolloutTarget>;

export const rolloutKinds = ['content', 'firmware'] as const;
export const RolloutKind = Type.Enum([...rolloutKinds]);
export type RolloutKind = Static<typeof RolloutKind>;

/** How a rollout goes about it. */
export const RolloutPlan = Type.Object(
  {
    phases: Type.Array(RolloutPhase, { minItems: 1, maxItems: 20 }),
    /** Seconds after its offer within which a totem must confirm; after that it counts as silent. */
    deadlineSeconds: Type.Integer({ minimum: 1, maximum: 90 * 86_400, default: 86_400 }),
    /** How often a totem that failed is asked in all. A totem never takes content again that it rolled back. */
    attempts: Type.Integer({ minimum: 1, maximum: 10, default: 1 }),
    /** Seconds before the second attempt; doubled before each further one, up to a day. */
    backoffSeconds: Type.Integer({ minimum: 0, maximum: 86_400, default: 600 }),
    /** Offers are made inside it only, by the hub's clock; firmware is also installed only inside it, by the totem's. */
    window: Type.Union([MaintenanceWindow, Type.Null()], { default: null }),
    /** Firmware only: whether totems that run a newer version go back. */
    allowDowngrade: Type.Boolean({ default: false }),
    /** Firmware only: seconds a totem proves itself before it confirms. */
    proveSeconds: Type.Integer({ minimum: 0, maximum: 86_400, default: 300 }),
  },
  { additionalProperties: false },
);
export type RolloutPlan = Static<typeof RolloutPlan>;

/** A new rollout. */
export const RolloutRequest = Type.Object(
  {
    kind: RolloutKind,
    /** A release of content, or the SHA-256 of a firmware bundle. */
    artifact: Type.String({ pattern: '^[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?$' }),
    target: RolloutTarget,
    plan: RolloutPlan,
    /** Whether totems may be taken over from a rollout of the same kind that still goes on. */
    supersede: Type.Boolean({ default: false }),
  },
  { additionalProperties: false },
);
export type RolloutRequest = Static<typeof RolloutRequest>;

export const rolloutStates = ['running', 'soaking', 'paused', 'aborting', 'aborted', 'finished'] as const;
export const RolloutState = Type.Enum([...rolloutStates]);
export type RolloutState = Static<typeof RolloutState>;

/** Where a totem stands in a rollout. The last four are outcomes; each totem ends in exactly one. */
export const rolloutTotemStates = [
  'waiting',
  'offered',
  'retrying',
  'succeeded',
  'failed',
  'silent',
  'skipped',
] as const;
export const RolloutTotemState = Type.Enum([...rolloutTotemStates]);
export type RolloutTotemState = Static<typeof RolloutTotemState>;

const count = Type.Integer({ minimum: 0 });
/** How many totems stand where. */
export const RolloutCounts = Type.Object(
  {
    waiting: count,
    offered: count,
    retrying: count,
    succeeded: count,
    failed: count,
    silent: count,
    skipped: count,
  },
  { additionalProperties: false },
);
export type RolloutCounts = Static<typeof RolloutCounts>;

export const Rollout = Type.Object(
  {
    id: Type.Integer({ minimum: 1 }),
    kind: RolloutKind,
    artifact: Type.String(),
    /** The release's title, or the firmware's version. */
    title: Type.String(),
    made: Timestamp,
    madeBy: Type.String(),
    state: RolloutState,
    /** Why it is paused or aborted, for people; empty while there is nothing to say. */
    reason: Type.String(),
    /** Since when it is in this state or phase. */
    since: Timestamp,
    ended: Type.Union([Timestamp, Type.Null()]),
    target: RolloutTarget,
    plan: RolloutPlan,
    /** Index of the phase that runs. */
    phase: count,
    /** For each phase the totems that come with it, and where they stand. */
    phases: Type.Array(
      Type.Object({ totems: count, counts: RolloutCounts }, { additionalProperties: false }),
    ),
    counts: RolloutCounts,
  },
  { additionalProperties: false },
);
export type Rollout = Static<typeof Rollout>;

export const RolloutMember = Type.Object(
  {
    totem: TotemId,
    phase: count,
    state: RolloutTotemState,
    /** How often it was asked. */
    tries: count,
    since: Timestamp,
    reason: Type.String(),
  },
  { additionalProperties: false },
);
export type RolloutMember = Static<typeof RolloutMember>;

export const RolloutList = Type.Object({ rollouts: Type.Array(Rollout) }, { additionalProperties: false });
/** A rollout with each of its totems, in the order in which they are reached. */
export const RolloutDetail = Type.Object(
  { rollout: Rollout, totems: Type.Array(RolloutMember) },
  { additionalProperties: false },
);
export type RolloutDetail = Static<typeof RolloutDetail>;

/** What an admin does to a rollout that goes on. */
export const RolloutAction = Type.Object(
  {
    action: Type.Enum(['pause', 'resume', 'abort']),
    /** With `resume`: whether totems that failed or were silent are asked once more. */
    again: Type.Boolean({ default: false }),
  },
  { additionalProperties: false },
);
export type RolloutAction = Static<typeof RolloutAction>;

/** Who did what at the hub. */
export const AuditEntry = Type.Object(
  {
    id: Type.Integer(),
    at: Timestamp,
    /** Name of the user, or `hub` for what the hub did by itself. */
    who: Type.String(),
    action: Type.String(),
    subject: Type.String(),
    detail: Type.String(),
  },
  { additionalProperties: false },
);
export type AuditEntry = Static<typeof AuditEntry>;
export const AuditList = Type.Object({ entries: Type.Array(AuditEntry) }, { additionalProperties: false });
