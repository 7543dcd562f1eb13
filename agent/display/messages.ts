import Type, { type Static } from 'typebox';
import { taggedUnion } from '../../protocol/union.ts';

/** Messages between the supervisor and the child process that owns GStreamer, over Node's IPC channel. */

const size = Type.Integer({ minimum: 16, maximum: 7680 });

const fraction = Type.Number({ minimum: 0, maximum: 1 });

/** Pictures of a call: the socket where they are, their size, and their place in fractions of the screen. */
export const FaceOnScreen = Type.Object(
  {
    socket: Type.String({ pattern: '^/', maxLength: 100 }),
    width: size,
    height: size,
    place: Type.Object(
      { x: fraction, y: fraction, width: fraction, height: fraction },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type FaceOnScreen = Static<typeof FaceOnScreen>;

const toChild = [
  /** First message, once: builds the pipelines and starts them. */
  Type.Object(
    {
      type: Type.Literal('open'),
      sink: Type.Enum(['none', 'kms', 'wayland', 'x11']),
      width: size,
      height: size,
      framesPerSecond: Type.Integer({ minimum: 1, maximum: 120 }),
      attractLayer: Type.Boolean(),
      /** Time in which the page's engine must show life, in seconds. */
      engineSeconds: Type.Number({ minimum: 1, maximum: 400 }),
      pageUrl: Type.String({ pattern: '^http://[^\\s"]+$', maxLength: 500 }),
    },
    { additionalProperties: false },
  ),
  /** Decodes this file on the attract layer; `item` comes back in what is told about it. */
  Type.Object(
    { type: Type.Literal('show'), item: Type.Integer(), file: Type.String({ pattern: '^/' }) },
    { additionalProperties: false },
  ),
  /** Empties the attract layer and stops decoding. */
  Type.Object({ type: Type.Literal('hide') }, { additionalProperties: false }),
  /** Puts the other side of a call below the page, or takes it away. */
  Type.Object(
    { type: Type.Literal('face'), face: Type.Union([FaceOnScreen, Type.Null()]) },
    { additionalProperties: false },
  ),
  /** Nobody looks: hardly anything is drawn until the next one of these says otherwise. */
  Type.Object({ type: Type.Literal('rest'), asleep: Type.Boolean() }, { additionalProperties: false }),
  /** Asks for one frame of what is on the screen. */
  Type.Object({ type: Type.Literal('picture'), request: Type.Integer() }, { additionalProperties: false }),
] as const;

export const ToChild = taggedUnion('type', toChild);
export type ToChild = Static<typeof ToChild>;

const fromChild = [
  /** Frames that reached the screen since the start; about once a second, and at the first one. */
  Type.Object(
    { type: Type.Literal('frames'), rendered: Type.Integer({ minimum: 0 }) },
    { additionalProperties: false },
  ),
  /** The screen draws again: time from being told to wake to a new frame, in milliseconds. */
  Type.Object(
    { type: Type.Literal('awake'), milliseconds: Type.Integer({ minimum: 0 }) },
    { additionalProperties: false },
  ),
  /** The display's own pipeline failed for good. */
  Type.Object(
    { type: Type.Literal('failed'), message: Type.String({ maxLength: 500 }) },
    { additionalProperties: false },
  ),
  Type.Object({ type: Type.Literal('shown'), item: Type.Integer() }, { additionalProperties: false }),
  /** The last frame of the item was shown; it stays until something else is. */
  Type.Object({ type: Type.Literal('ended'), item: Type.Integer() }, { additionalProperties: false }),
  Type.Object(
    {
      type: Type.Literal('media_failed'),
      item: Type.Integer(),
      message: Type.String({ maxLength: 500 }),
    },
    { additionalProperties: false },
  ),
  /** `jpeg` is a Uint8Array: JSON Schema has no word for it, the receiver checks it. */
  Type.Object(
    { type: Type.Literal('picture'), request: Type.Integer(), jpeg: Type.Unknown() },
    { additionalProperties: false },
  ),
] as const;

export const FromChild = taggedUnion('type', fromChild);
export type FromChild = Static<typeof FromChild>;
export type OpenMessage = Extract<ToChild, { type: 'open' }>;
