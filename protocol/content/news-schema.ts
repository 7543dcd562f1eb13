import Type, { type Static } from 'typebox';
import { linkText, officeText, optionalText, pictureText } from './optional.ts';
import { text, texts } from './shapes.ts';

const date = (description: string) => Type.String({ format: 'date', description });
const optionalDate = (description: string) => Type.Optional(date(description));

const common = {
  title: text(120, 'title, at most 120 characters'),
  summary: text(300, 'what it is about in a sentence or two, at most 300 characters'),
  office: officeText,
  link: linkText,
  image: pictureText,
};

export const NewsSchema = Type.Object(
  {
    ...common,
    from: date('day from which it is shown, as YYYY-MM-DD'),
    until: optionalDate('last day on which it is shown, as YYYY-MM-DD'),
  },
  { additionalProperties: false },
);
export type NewsFront = Static<typeof NewsSchema>;

export const EventSchema = Type.Object(
  {
    ...common,
    from: date('first day of the event, as YYYY-MM-DD'),
    until: optionalDate('last day of the event, as YYYY-MM-DD; the same day where it is left out'),
    hours: Type.Optional(texts(4, 'times of each day, such as ["18:00-20:00"], or only when it begins')),
    place: text(200, 'where it takes place, at most 200 characters'),
    costs: optionalText(300, 'what it costs, at most 300 characters'),
  },
  { additionalProperties: false },
);
export type EventFront = Static<typeof EventSchema>;
