import Type, { type Static } from 'typebox';
import type { CompiledContent } from '../../protocol/content/index.ts';
import { areaKinds, stopKinds, streetKinds } from '../../protocol/content/map-schema.ts';
import { jsonValidatorOf, type Validator } from '../../protocol/index.ts';

/** `compiled.json` beside a release: compiled once, when the release is activated, by a process of its own. */
const text = Type.String();
const texts = Type.Record(Type.String(), text);
const textOrNothing = Type.Union([text, Type.Null()]);
const closed = { additionalProperties: false } as const;

const CardVersion = Type.Object(
  {
    title: text,
    summary: text,
    audience: text,
    html: text,
    needed: Type.Array(text),
    outcome: textOrNothing,
    times: textOrNothing,
    costs: textOrNothing,
    office: textOrNothing,
    link: textOrNothing,
    image: textOrNothing,
    keywords: Type.Array(text),
    askedAs: Type.Array(text),
    simple: Type.Array(Type.Object({ icon: textOrNothing, text }, closed)),
    updated: text,
  },
  closed,
);
const OfficeVersion = Type.Object(
  {
    name: text,
    summary: text,
    address: text,
    town: text,
    phone: textOrNothing,
    email: textOrNothing,
    hours: Type.Array(text),
    remarks: Type.Array(text),
    askedAs: Type.Array(text),
    html: text,
  },
  closed,
);
const intervals = Type.Array(Type.Object({ from: Type.Number(), to: Type.Number() }, closed));
const OpeningSchedule = Type.Object(
  {
    week: Type.Array(intervals),
    holidays: Type.Boolean(),
    patron: Type.Union([
      Type.Object({ month: Type.Integer(), day: Type.Integer(), name: texts }, closed),
      Type.Null(),
    ]),
    exceptions: Type.Array(
      Type.Object(
        { from: text, to: text, open: intervals, reason: Type.Union([texts, Type.Null()]) },
        closed,
      ),
    ),
  },
  closed,
);
const point = Type.Object({ x: Type.Number(), y: Type.Number() }, closed);
const line = Type.Array(point);
const PlaceMap = Type.Object(
  {
    width: Type.Number(),
    height: Type.Number(),
    areas: Type.Array(
      Type.Object(
        { kind: Type.Enum([...areaKinds]), shape: line, name: Type.Union([texts, Type.Null()]) },
        closed,
      ),
    ),
    streets: Type.Array(
      Type.Object({ name: textOrNothing, kind: Type.Enum([...streetKinds]), line }, closed),
    ),
    stops: Type.Array(
      Type.Object(
        { kind: Type.Enum([...stopKinds]), name: text, lines: Type.Array(text), at: point },
        closed,
      ),
    ),
    landmarks: Type.Array(Type.Object({ name: texts, at: point }, closed)),
    entrance: Type.Object({ at: point, stepFree: Type.Boolean() }, closed),
    here: Type.Union([point, Type.Null()]),
    ways: Type.Array(
      Type.Object(
        {
          from: texts,
          stepFree: Type.Boolean(),
          minutes: Type.Number(),
          line,
          steps: Type.Record(Type.String(), Type.Array(text)),
        },
        closed,
      ),
    ),
  },
  closed,
);
const newsVersion = {
  title: text,
  summary: text,
  html: text,
  office: textOrNothing,
  link: textOrNothing,
  image: textOrNothing,
};
const NewsVersion = Type.Object(newsVersion, closed);
const EventVersion = Type.Object({ ...newsVersion, place: text, costs: textOrNothing }, closed);
const phrases = Type.Record(Type.String(), Type.Array(text));
const AssistantContent = Type.Object(
  {
    synonyms: Type.Record(Type.String(), Type.Array(Type.Array(text))),
    suggestions: phrases,
    written: Type.Record(Type.String(), texts),
    elsewhere: Type.Array(Type.Object({ id: text, askedAs: phrases, text: texts }, closed)),
    flows: Type.Array(
      Type.Object(
        {
          id: text,
          card: text,
          askedAs: phrases,
          slots: Type.Array(
            Type.Object(
              {
                id: text,
                question: texts,
                options: Type.Array(Type.Object({ id: text, label: texts, names: Type.Array(text) }, closed)),
              },
              closed,
            ),
          ),
          answers: Type.Array(Type.Object({ when: texts, text: texts }, closed)),
        },
        closed,
      ),
    ),
  },
  closed,
);
const StoredContent = Type.Object(
  {
    release: text,
    title: texts,
    defaultLanguage: text,
    languages: Type.Array(text),
    categories: Type.Array(Type.Object({ id: text, icon: text, title: texts, summary: texts }, closed)),
    cards: Type.Array(
      Type.Object({ id: text, category: text, versions: Type.Record(Type.String(), CardVersion) }, closed),
    ),
    offices: Type.Array(
      Type.Object(
        {
          id: text,
          opening: Type.Union([OpeningSchedule, Type.Null()]),
          map: Type.Union([PlaceMap, Type.Null()]),
          versions: Type.Record(Type.String(), OfficeVersion),
        },
        closed,
      ),
    ),
    news: Type.Array(
      Type.Object(
        {
          id: text,
          from: text,
          until: textOrNothing,
          versions: Type.Record(Type.String(), NewsVersion),
        },
        closed,
      ),
    ),
    events: Type.Array(
      Type.Object(
        {
          id: text,
          from: text,
          until: text,
          hours: intervals,
          versions: Type.Record(Type.String(), EventVersion),
        },
        closed,
      ),
    ),
    playlist: Type.Array(
      Type.Object(
        {
          media: text,
          kind: Type.Enum(['image', 'video']),
          seconds: Type.Union([Type.Number(), Type.Null()]),
        },
        closed,
      ),
    ),
    assistant: AssistantContent,
  },
  closed,
);

const CompiledFile = Type.Object(
  {
    version: Type.Literal(1),
    /** Version of the agent that compiled it: another version compiles anew. */
    agent: Type.String(),
    content: StoredContent,
  },
  closed,
);
export type CompiledFile = Omit<Static<typeof CompiledFile>, 'content'> & { content: CompiledContent };

const maximumCompiledBytes = 64 * 1024 * 1024;
const parse = jsonValidatorOf(CompiledFile, maximumCompiledBytes);

export function parseCompiled(bytes: Uint8Array): ReturnType<Validator<CompiledFile>> {
  return parse(bytes);
}
