import Type, { type Static } from 'typebox';
import { RecogniserModel, SpokenLanguage } from '../../../protocol/speech.ts';
import { taggedUnion } from '../../../protocol/union.ts';

/** Messages between the agent and the process that listens, over Node's IPC channel. */

const number = Type.Integer({ minimum: 0 });
const text = Type.String({ maxLength: 1000 });

const toEar = [
  /** First message, once. */
  Type.Object(
    {
      type: Type.Literal('open'),
      models: Type.Record(Type.String(), RecogniserModel),
      source: Type.Enum(['pulsesrc', 'alsasrc']),
      device: Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
    },
    { additionalProperties: false },
  ),
  /** Opens the microphone. */
  Type.Object(
    { type: Type.Literal('listen'), number, language: SpokenLanguage },
    { additionalProperties: false },
  ),
  /** Closes it; the text of what was said follows. */
  Type.Object({ type: Type.Literal('finish') }, { additionalProperties: false }),
  /** Closes it and forgets. */
  Type.Object({ type: Type.Literal('cancel') }, { additionalProperties: false }),
] as const;
export const ToEar = taggedUnion('type', toEar);
export type ToEar = Static<typeof ToEar>;
export type OpenEar = Extract<ToEar, { type: 'open' }>;

const fromEar = [
  Type.Object(
    { type: Type.Literal('ready'), languages: Type.Array(SpokenLanguage) },
    { additionalProperties: false },
  ),
  /** Something that is needed is not installed: another try does not help. */
  Type.Object(
    { type: Type.Literal('missing'), message: Type.String({ maxLength: 500 }) },
    { additionalProperties: false },
  ),
  /** Sound arrives: told at the first of it, and some times a second; `text` is what has been understood so far. */
  Type.Object({ type: Type.Literal('hearing'), number, text }, { additionalProperties: false }),
  Type.Object({ type: Type.Literal('heard'), number, text }, { additionalProperties: false }),
  Type.Object(
    { type: Type.Literal('failed'), number, message: Type.String({ maxLength: 500 }) },
    { additionalProperties: false },
  ),
] as const;
export const FromEar = taggedUnion('type', fromEar);
export type FromEar = Static<typeof FromEar>;
