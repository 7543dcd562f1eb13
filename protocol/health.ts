import Type, { type Static } from 'typebox';
import { Fault } from './faults.ts';
import { Timestamp } from './names.ts';

const percent = Type.Number({ minimum: 0, maximum: 100 });
const bytes = Type.Integer({ minimum: 0 });

export const DisplayState = Type.Enum(['off', 'starting', 'running', 'rebuilding']);
export type DisplayState = Static<typeof DisplayState>;

/** A totem's figures at one moment; units are in the names. `null` where the board does not say. */
export const Health = Type.Object(
  {
    at: Timestamp,
    uptimeSeconds: Type.Number({ minimum: 0 }),
    cpuPercent: percent,
    memoryUsedBytes: bytes,
    memoryTotalBytes: bytes,
    diskUsedBytes: bytes,
    diskTotalBytes: bytes,
    temperatureCelsius: Type.Union([Type.Number({ minimum: -100, maximum: 250 }), Type.Null()]),
    agent: Type.Object(
      {
        version: Type.String({ maxLength: 40 }),
        node: Type.String({ maxLength: 40 }),
        residentBytes: bytes,
        uptimeSeconds: Type.Number({ minimum: 0 }),
      },
      { additionalProperties: false },
    ),
    system: Type.Object(
      { platform: Type.String({ maxLength: 120 }), architecture: Type.String({ maxLength: 20 }) },
      { additionalProperties: false },
    ),
    display: Type.Object(
      {
        state: DisplayState,
        framesPerSecond: Type.Number({ minimum: 0, maximum: 1000 }),
        framesRendered: Type.Integer({ minimum: 0 }),
        restarts: Type.Integer({ minimum: 0 }),
      },
      { additionalProperties: false },
    ),
    session: Type.Enum(['attract', 'active', 'warning']),
    eventsPending: Type.Integer({ minimum: 0 }),
    messagesRefused: Type.Integer({ minimum: 0 }),
    faults: Type.Array(Fault, { maxItems: 100 }),
  },
  { additionalProperties: false },
);
export type Health = Static<typeof Health>;
