import Type, { type Static } from 'typebox';
import { PiperVoice, SpokenLanguage, VisemeTime, WordTime } from '../../../protocol/speech.ts';
import { taggedUnion } from '../../../protocol/union.ts';

/** Messages between the agent and the process that speaks, over Node's IPC channel. */

const volume = Type.Number({ minimum: 0, maximum: 1 });
const number = Type.Integer({ minimum: 0 });
const milliseconds = Type.Integer({ minimum: 0 });

const toSpeaker = [
  /** First message, once. */
  Type.Object(
    {
      type: Type.Literal('open'),
      piper: Type.Record(Type.String(), PiperVoice),
      /** GStreamer's element that plays, and its device; null is the element's own choice. */
      sink: Type.Enum(['pulsesink', 'alsasink']),
      device: Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
      volume,
      rate: Type.Number({ minimum: 0.5, maximum: 2 }),
    },
    { additionalProperties: false },
  ),
  /** Speaks these sentences one after the other; whatever sounds is ended first. */
  Type.Object(
    {
      type: Type.Literal('speak'),
      number,
      language: SpokenLanguage,
      sentences: Type.Array(Type.String(), { maxItems: 2000 }),
    },
    { additionalProperties: false },
  ),
  /** Silence, at once. */
  Type.Object({ type: Type.Literal('silence') }, { additionalProperties: false }),
  Type.Object({ type: Type.Literal('volume'), volume }, { additionalProperties: false }),
] as const;
export const ToSpeaker = taggedUnion('type', toSpeaker);
export type ToSpeaker = Static<typeof ToSpeaker>;
export type OpenSpeaker = Extract<ToSpeaker, { type: 'open' }>;

const fromSpeaker = [
  Type.Object(
    { type: Type.Literal('ready'), languages: Type.Array(SpokenLanguage) },
    { additionalProperties: false },
  ),
  /** Something that is needed is not installed: another try does not help. */
  Type.Object(
    { type: Type.Literal('missing'), message: Type.String({ maxLength: 500 }) },
    { additionalProperties: false },
  ),
  /** A sentence begins to sound. */
  Type.Object(
    {
      type: Type.Literal('sentence'),
      number,
      index: number,
      milliseconds,
      visemes: Type.Array(VisemeTime),
      words: Type.Array(WordTime),
    },
    { additionalProperties: false },
  ),
  /** A sign of life while it speaks, some each second. */
  Type.Object({ type: Type.Literal('alive') }, { additionalProperties: false }),
  Type.Object({ type: Type.Literal('ended'), number }, { additionalProperties: false }),
  Type.Object(
    { type: Type.Literal('failed'), number, message: Type.String({ maxLength: 500 }) },
    { additionalProperties: false },
  ),
  /** It is silent. */
  Type.Object({ type: Type.Literal('silent') }, { additionalProperties: false }),
] as const;
export const FromSpeaker = taggedUnion('type', fromSpeaker);
export type FromSpeaker = Static<typeof FromSpeaker>;
