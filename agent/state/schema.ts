import Type, { type Static } from 'typebox';
import {
  ContentState,
  DesiredState,
  KeyRing,
  ProblemSchema,
  ReleaseId,
  Sha256,
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

/** All that the agent must remember over a power cut, apart from its identity, its outbox and bulk. */
export const AgentState = Type.Object(
  {
    version: Type.Literal(1),
    /** Whether the former run ended in good order; files are checked by hash where it did not. */
    cleanStop: Type.Boolean(),
    desired: Type.Union([DesiredState, Type.Null()]),
    keyRing: Type.Union([KeyRing, Type.Null()]),
    content: ContentRecord,
  },
  { additionalProperties: false },
);
export type AgentState = Static<typeof AgentState>;

export function initialState(): AgentState {
  return {
    version: 1,
    cleanStop: true,
    desired: null,
    keyRing: null,
    content: { state: 'idle', active: null, previous: null, target: null, rejected: null, problem: null },
  };
}
