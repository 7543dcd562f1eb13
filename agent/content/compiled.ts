import Type, { type Static } from 'typebox';
import type { CompiledContent } from '../../protocol/content/index.ts';
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
    askedAs: Type.Array(text),
    html: text,
  },
  closed,
);
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
      Type.Object({ id: text, versions: Type.Record(Type.String(), OfficeVersion) }, closed),
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
