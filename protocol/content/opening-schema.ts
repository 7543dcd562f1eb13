import Type, { type Static } from 'typebox';
import { localised, texts } from './shapes.ts';

const closed = { additionalProperties: false } as const;

const intervals = (description: string) => texts(6, `${description}, such as ["9:00-12:30", "14:00-16:00"]`);
const date = (description: string) => Type.String({ format: 'date', description });

/** The patron saint of a town, or another yearly day on which its offices are closed. */
export const PatronShape = Type.Object(
  {
    day: Type.String({
      pattern: '^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])$',
      description: 'month and day in quotes, such as "12-07"',
    }),
    name: localised(80, 'name of the saint or feast'),
  },
  { ...closed, description: 'yearly day on which the town keeps its feast' },
);

export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

/** `offices/<id>/opening.yaml`: when an office is open, as data. */
export const OpeningSchema = Type.Object(
  {
    version: Type.Literal(1, { description: 'version of this format: 1' }),
    week: Type.Object(
      Object.fromEntries(weekdays.map((day) => [day, Type.Optional(intervals('opening times of the day'))])),
      { ...closed, description: 'the usual week; a day that is left out is closed' },
    ),
    holidays: Type.Optional(
      Type.Union([Type.Literal('closed'), Type.Literal('open')], {
        description:
          'closed (where it is left out) or open: the public holidays of Italy and the patron saint',
      }),
    ),
    patron: Type.Optional(PatronShape),
    exceptions: Type.Optional(
      Type.Array(
        Type.Object(
          {
            from: date('first day as YYYY-MM-DD'),
            to: Type.Optional(date('last day as YYYY-MM-DD; the same day where it is left out')),
            open: Type.Optional(intervals('opening times on these days; closed where they are left out')),
            reason: Type.Optional(localised(120, 'why, in words that follow "closed for"')),
          },
          closed,
        ),
        { maxItems: 200, description: 'days that are different; the first that holds a day counts' },
      ),
    ),
  },
  closed,
);
export type OpeningValue = Static<typeof OpeningSchema>;
