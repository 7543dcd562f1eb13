import Type, { type Static } from 'typebox';
import { OfficeId } from './wish.ts';

const closed = { additionalProperties: false } as const;
const seconds = (fallback: number, maximum = 86_400) =>
  Type.Integer({ minimum: 1, maximum, default: fallback });
const urls = (scheme: string) =>
  Type.Array(Type.String({ pattern: `^(?:${scheme}):[^\\s]+$`, maxLength: 200 }), { maxItems: 4 });

/** `calls` in `hub.yaml`: how an institution wants its calls. */
export const CallConfiguration = Type.Object(
  {
    /** How long a desk rings before the call goes on to another. */
    ringSeconds: seconds(20, 300),
    /** How long two parties may look for a way to each other. */
    connectSeconds: seconds(30, 300),
    /** How long one who is gone is waited for. */
    graceSeconds: seconds(30, 600),
    /** How long a callback stays open. */
    callbackSeconds: seconds(4 * 3600),
    /** How often one totem or one visitor may ask for a call in ten minutes. */
    asksInTenMinutes: Type.Integer({ minimum: 1, maximum: 1000, default: 10 }),
    /** Within this time a call waits for who knows its subject. */
    relaxSeconds: Type.Integer({ minimum: 0, maximum: 3600, default: 60 }),
    /** Where calls of an office also go once they have waited so long. */
    overflow: Type.Array(Type.Object({ from: OfficeId, to: OfficeId, afterSeconds: seconds(120) }, closed), {
      default: [],
      maxItems: 200,
    }),
    /** Offices whose calls are taken whenever somebody is at their desk, whatever hours the content tells of. */
    anyTime: Type.Array(OfficeId, { maxItems: 200, uniqueItems: true, default: [] }),
    /** A call that is answered within this time counts for the service level. */
    serviceLevelSeconds: seconds(60, 3600),
    /** How long the record of a call is kept. */
    keepDays: Type.Integer({ minimum: 1, maximum: 3650, default: 400 }),
    /** How long a request to be rung up waits for an operator. */
    requestDays: Type.Integer({ minimum: 1, maximum: 90, default: 14 }),
    /** Where calls may be recorded, if the citizen says yes on the screen. Nowhere by default. */
    recording: Type.Optional(
      Type.Object(
        {
          offices: Type.Array(OfficeId, { minItems: 1, maxItems: 100, uniqueItems: true }),
          /** Sound of both sides too, not only text. */
          sound: Type.Boolean({ default: false }),
          /** How long a recording is kept. */
          keepDays: Type.Integer({ minimum: 1, maximum: 3650, default: 90 }),
        },
        closed,
      ),
    ),
    /** Sites, beside the hub's own, whose pages may have the portal's call on them, such as `https://www.example.org`. */
    portalOrigins: Type.Array(Type.String({ pattern: '^https?://[^/\\s?#@]+$', maxLength: 200 }), {
      default: [],
      maxItems: 50,
    }),
    /** Whether parties may be on the hub's own machine: for a demonstration. */
    loopback: Type.Boolean({ default: false }),
    ice: Type.Object(
      {
        stun: Type.Unsafe<string[]>({ ...urls('stun|stuns'), default: [] }),
        turn: Type.Optional(
          Type.Object(
            {
              urls: Type.Unsafe<string[]>({ ...urls('turn|turns'), minItems: 1 }),
              /** File that holds the secret shared with the TURN server and nothing else. */
              secretFile: Type.String({ pattern: '^/', maxLength: 240 }),
              ttlSeconds: seconds(4 * 3600),
            },
            closed,
          ),
        ),
      },
      { ...closed, default: {} },
    ),
  },
  closed,
);
export type CallConfiguration = Static<typeof CallConfiguration>;
