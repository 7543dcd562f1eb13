import Type, { type Static } from 'typebox';
import { LanguageTag } from '../names.ts';
import { localised, text, texts } from './shapes.ts';

const closed = { additionalProperties: false } as const;

const point = (description: string) =>
  Type.Array(Type.Number({ minimum: 0, maximum: 400, description: 'a number from 0 to 400' }), {
    minItems: 2,
    maxItems: 2,
    description: `${description}: across and down, such as [40, 25]`,
  });
const line = (description: string, least: number) =>
  Type.Array(point('a point'), { minItems: least, maxItems: 40, description });

export const streetKinds = ['main', 'street', 'path'] as const;
export const areaKinds = ['green', 'water', 'square', 'building'] as const;
export const stopKinds = ['metro', 'train', 'tram', 'bus', 'parking'] as const;

/** `offices/<id>/map.yaml`: the way to an office, drawn as a scheme and told in words. */
export const MapSchema = Type.Object(
  {
    version: Type.Literal(1, { description: 'version of this format: 1' }),
    size: point('width and height of the drawing'),
    areas: Type.Optional(
      Type.Array(
        Type.Object(
          {
            kind: Type.Enum([...areaKinds], { description: areaKinds.join(', ') }),
            shape: line('corners, at least three', 3),
            name: Type.Optional(localised(60, 'its name')),
          },
          closed,
        ),
        { maxItems: 60, description: 'gardens, water, squares and buildings' },
      ),
    ),
    streets: Type.Array(
      Type.Object(
        {
          name: Type.Optional(text(60, 'name of the street, as its signs have it')),
          kind: Type.Optional(Type.Enum([...streetKinds], { description: streetKinds.join(', ') })),
          line: line('points of the street, at least two', 2),
        },
        closed,
      ),
      { minItems: 1, maxItems: 80, description: 'the streets around' },
    ),
    stops: Type.Optional(
      Type.Array(
        Type.Object(
          {
            kind: Type.Enum([...stopKinds], { description: stopKinds.join(', ') }),
            name: text(60, 'name of the stop'),
            lines: Type.Optional(texts(8, 'lines that stop there, such as [M1]')),
            at: point('where it is'),
          },
          closed,
        ),
        { maxItems: 20, description: 'stops of public transport' },
      ),
    ),
    landmarks: Type.Optional(
      Type.Array(Type.Object({ name: localised(60, 'its name'), at: point('where it is') }, closed), {
        maxItems: 20,
        description: 'what one knows the place by',
      }),
    ),
    entrance: Type.Object(
      {
        at: point('where one goes in'),
        stepFree: Type.Boolean({ description: 'true where there is no step' }),
      },
      { ...closed, description: 'the entrance of the office' },
    ),
    here: Type.Optional(point('where a totem in this office stands')),
    ways: Type.Array(
      Type.Object(
        {
          from: localised(80, 'where the way begins'),
          stepFree: Type.Boolean({ description: 'true where there is no step on the whole way' }),
          minutes: Type.Integer({ minimum: 1, maximum: 120, description: 'minutes on foot, a whole number' }),
          line: line('points of the way, at least two', 2),
          steps: Type.Record(LanguageTag, texts(12, 'the way in words, a step each'), {
            ...closed,
            description: 'the way in words, a list for each language tag',
          }),
        },
        closed,
      ),
      { minItems: 1, maxItems: 4, description: 'ways to the entrance, the best one first' },
    ),
  },
  closed,
);
export type MapValue = Static<typeof MapSchema>;
