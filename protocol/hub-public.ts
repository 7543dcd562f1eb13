import Type, { type Static } from 'typebox';

/** How the hub sends text messages: any gateway that takes one HTTP request a message. */

const closed = { additionalProperties: false } as const;
const hourly = (maximum: number) => Type.Integer({ minimum: 1, maximum: 10_000, default: maximum });

/**
 * In `url`, `headers` and `body` stand `{to}` for the number (E.164), `{digits}` for the same without its plus,
 * `{text}` for the message and `{secret}` for what the secret file holds. Each is escaped for where it stands.
 */
export const TextMessageConfiguration = Type.Object(
  {
    url: Type.String({ pattern: '^https?://[^\\s/?#@\\\\{}]+(?:[/?#]\\S*)?$', maxLength: 500 }),
    method: Type.Enum(['POST', 'PUT', 'GET'], { default: 'POST' }),
    headers: Type.Record(
      Type.String({ pattern: '^[A-Za-z0-9-]{1,60}$' }),
      Type.String({ maxLength: 500, pattern: '^[\\t\\u0020-\\u007e]*$' }),
      { default: {}, maxProperties: 20, additionalProperties: false },
    ),
    /** Empty for a GET. */
    body: Type.String({ maxLength: 4000, default: '' }),
    /** How values are escaped in the body; it is also the content type, unless `headers` names another. */
    format: Type.Enum(['json', 'form'], { default: 'json' }),
    /** File that holds the key of the gateway and nothing else; null where it takes none. */
    secretFile: Type.Union([Type.String({ pattern: '^/', maxLength: 240 }), Type.Null()], { default: null }),
    /** Text that the answer must hold, beside a status of 2xx: many gateways refuse with 200. */
    accepted: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    timeoutSeconds: Type.Number({ minimum: 0.2, maximum: 15, default: 8 }),
    limits: Type.Object(
      {
        /** To one number in a day (UTC). */
        numberPerDay: hourly(3),
        /** From one totem in an hour and in a day. */
        totemPerHour: hourly(20),
        totemPerDay: hourly(100),
        /** From all totems in a day: what the institution is ready to pay. */
        perDay: Type.Integer({ minimum: 1, maximum: 1_000_000, default: 2000 }),
      },
      { ...closed, default: {} },
    ),
  },
  closed,
);
export type TextMessageConfiguration = Static<typeof TextMessageConfiguration>;
