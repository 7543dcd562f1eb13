import Type, { type Static } from 'typebox';

/** When the page is loaded anew while nobody is there, so that its engine gives memory back. */
export const RenewalConfiguration = Type.Object(
  {
    /** Sessions after which it is; 0 for never. */
    sessions: Type.Integer({ minimum: 0, maximum: 100_000, default: 50 }),
    /** Sessions after which the whole display is built anew, in a deeper quiet; 0 for never. */
    displaySessions: Type.Integer({ minimum: 0, maximum: 100_000, default: 500 }),
    /** MiB of the engine's own memory from which it is whatever the sessions; 0 for never. */
    memoryMebibytes: Type.Integer({ minimum: 0, maximum: 65_536, default: 400 }),
    /** Seconds for which nobody has been there before it is. */
    quietSeconds: Type.Integer({ minimum: 1, maximum: 86_400, default: 60 }),
  },
  { additionalProperties: false },
);
export type RenewalConfiguration = Static<typeof RenewalConfiguration>;

/** Part of what is said between the agent and the page. */
export const renewalToPage = [
  /** Nobody is there: load yourself anew, unless somebody is. */
  Type.Object({ type: Type.Literal('renew') }, { additionalProperties: false }),
] as const;

export const renewalFromPage = [
  /** The page does so: the next word comes from a new one. */
  Type.Object({ type: Type.Literal('renewing') }, { additionalProperties: false }),
] as const;
