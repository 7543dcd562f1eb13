import Type, { type Static } from 'typebox';
import { LanguageTag } from './names.ts';
import { TotemKey } from './touch.ts';
import { taggedUnion } from './union.ts';

/** What the page can show for whoever tries out a totem's hardware: the whole screen belongs to it meanwhile. */

const fraction = Type.Number({ minimum: 0, maximum: 1 });
/** A point of the screen as fractions of its width and height. */
const Point = Type.Object({ x: fraction, y: fraction }, { additionalProperties: false });

export const patternNames = [
  'bars',
  'grid',
  'white',
  'black',
  'red',
  'green',
  'blue',
  'gradient',
  'sharpness',
] as const;
export type PatternName = (typeof patternNames)[number];

/** The finest map has cells of about a fingertip's size on a 32-inch screen. */
const cells = Type.Integer({ minimum: 2, maximum: 40 });

export const Exercise = taggedUnion('kind', [
  /** Ends with a touch anywhere, or with OK or Back on the keypad. */
  Type.Object(
    { kind: Type.Literal('pattern'), pattern: Type.Enum([...patternNames]) },
    { additionalProperties: false },
  ),
  /** Every cell wants to be touched; it is done when all are. */
  Type.Object(
    { kind: Type.Literal('touch_map'), columns: cells, rows: cells },
    { additionalProperties: false },
  ),
  /** Every key wants to be pressed; it is done when all of `keys` were, which are all keys where none is named. */
  Type.Object(
    {
      kind: Type.Literal('keypad'),
      keys: Type.Optional(Type.Array(TotemKey, { minItems: 1, maxItems: 10, uniqueItems: true })),
    },
    { additionalProperties: false },
  ),
  /** Five crosses, one after the other, to be touched in their middle. */
  Type.Object({ kind: Type.Literal('calibration') }, { additionalProperties: false }),
  /** One mark that shows whether a new calibration fits: it is done when the mark is hit. */
  Type.Object(
    { kind: Type.Literal('calibration_check'), seconds: Type.Integer({ minimum: 5, maximum: 120 }) },
    { additionalProperties: false },
  ),
  /** Words for whoever stands in front of the totem, by language; it stays until it is taken away. */
  Type.Object(
    {
      kind: Type.Literal('message'),
      texts: Type.Record(LanguageTag, Type.String({ minLength: 1, maxLength: 400 }), {
        minProperties: 1,
        maxProperties: 8,
      }),
    },
    { additionalProperties: false },
  ),
]);
export type Exercise = Static<typeof Exercise>;
export type ExerciseKind = Exercise['kind'];

/** How far an exercise has come; each one tells all that is known, not what is new. */
export const ExerciseProgress = taggedUnion('kind', [
  Type.Object(
    {
      kind: Type.Literal('touch_map'),
      columns: cells,
      rows: cells,
      /** Cells that were touched, counted row by row from the top left, which is 0. */
      covered: Type.Array(Type.Integer({ minimum: 0, maximum: 1599 }), { maxItems: 1600 }),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    { kind: Type.Literal('keypad'), pressed: Type.Array(TotemKey, { maxItems: 10 }) },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      kind: Type.Literal('calibration'),
      /** Where each cross was, and where the finger was felt by the calibration in force. */
      points: Type.Array(Type.Object({ target: Point, touched: Point }, { additionalProperties: false }), {
        maxItems: 5,
      }),
    },
    { additionalProperties: false },
  ),
]);
export type ExerciseProgress = Static<typeof ExerciseProgress>;

export const exerciseOutcomes = ['done', 'given_up'] as const;
export type ExerciseOutcome = (typeof exerciseOutcomes)[number];
