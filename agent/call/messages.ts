import Type, { type Static } from 'typebox';
import { CallSignal, IceServer, PartyName } from '../../protocol/calls/messages.ts';
import { taggedUnion } from '../../protocol/union.ts';

/** Messages between the agent and the process of a call's media, over Node's IPC channel. */

const closed = { additionalProperties: false } as const;
const count = Type.Integer({ minimum: 0 });
const side = Type.Integer({ minimum: 64, maximum: 3840, multipleOf: 8 });
const Device = Type.Union([Type.String({ maxLength: 240 }), Type.Null()]);
/** Which kinds of media go one way. */
const Media = Type.Object({ audio: Type.Boolean(), video: Type.Boolean() }, closed);
export type Media = Static<typeof Media>;

export const VideoSettings = Type.Object(
  {
    source: Type.Enum(['v4l2', 'test', 'none']),
    device: Device,
    width: side,
    height: side,
    framesPerSecond: Type.Integer({ minimum: 1, maximum: 60 }),
  },
  closed,
);
export type VideoSettings = Static<typeof VideoSettings>;

export const SoundSettings = Type.Object(
  {
    /** `voice` plays a file round and round, `test` ticks; `none` is silence. */
    source: Type.Enum(['pulsesrc', 'alsasrc', 'voice', 'test', 'none']),
    /** The microphone; for `voice` the file (one channel, 16 bits, little-endian). */
    sourceDevice: Device,
    /** Samples a second of that file. */
    sampleRate: Type.Optional(Type.Integer({ minimum: 8000, maximum: 96_000 })),
    sink: Type.Enum(['pulsesink', 'alsasink', 'none']),
    sinkDevice: Device,
  },
  closed,
);
export type SoundSettings = Static<typeof SoundSettings>;

const toMedia = [
  /** First message, once. Nothing is captured before the first party is met. */
  Type.Object(
    {
      type: Type.Literal('open'),
      video: VideoSettings,
      sound: SoundSettings,
      /** Socket at which the display takes the composed picture; null where nobody does. */
      face: Type.Union([Type.String({ pattern: '^/', maxLength: 100 }), Type.Null()]),
    },
    closed,
  ),
  /** Reaches this party, with attempts counted from here on. */
  Type.Object(
    {
      type: Type.Literal('meet'),
      party: PartyName,
      sends: Media,
      wants: Media,
      attempt: count,
      ice: Type.Array(IceServer, { maxItems: 8 }),
    },
    closed,
  ),
  Type.Object({ type: Type.Literal('part'), party: PartyName }, closed),
  /** The party is there again: no more waiting where nothing comes in from it. */
  Type.Object({ type: Type.Literal('nudge'), party: PartyName }, closed),
  Type.Object({ type: Type.Literal('signal'), party: PartyName, signal: CallSignal }, closed),
  /** How loud the others are heard, from 0 to 1. */
  Type.Object({ type: Type.Literal('volume'), volume: Type.Number({ minimum: 0, maximum: 1 }) }, closed),
  /** Whether the others get what camera and microphone take. */
  Type.Object({ type: Type.Literal('devices'), camera: Type.Boolean(), microphone: Type.Boolean() }, closed),
] as const;
export const ToMedia = taggedUnion('type', toMedia);
export type ToMedia = Static<typeof ToMedia>;
export type OpenMedia = Extract<ToMedia, { type: 'open' }>;
export type MeetParty = Extract<ToMedia, { type: 'meet' }>;

const fromMedia = [
  /** Something that is needed is not installed: another try does not help. */
  Type.Object({ type: Type.Literal('missing'), message: Type.String({ maxLength: 500 }) }, closed),
  Type.Object({ type: Type.Literal('signal'), party: PartyName, signal: CallSignal }, closed),
  /** Whether media of a party comes in, and whether it is a picture too. */
  Type.Object(
    { type: Type.Literal('flow'), party: PartyName, flows: Type.Boolean(), picture: Type.Boolean() },
    closed,
  ),
  /** A party, or the citizen, begins or ends to speak. */
  Type.Object({ type: Type.Literal('speech'), party: PartyName, speaks: Type.Boolean() }, closed),
  /** The socket of the composed picture is there. */
  Type.Object({ type: Type.Literal('face') }, closed),
  /** Camera or microphone failed: the call goes on without it. */
  Type.Object(
    {
      type: Type.Literal('device_failed'),
      device: Type.Enum(['camera', 'sound', 'face']),
      message: Type.String({ maxLength: 500 }),
    },
    closed,
  ),
] as const;
export const FromMedia = taggedUnion('type', fromMedia);
export type FromMedia = Static<typeof FromMedia>;
