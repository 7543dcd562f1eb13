import type { CompiledContent } from '../../../protocol/content/index.ts';
import type { PassageName } from '../../../protocol/index.ts';
import { type Piece, piecesOf } from '../text/plain.ts';

/** What a question can lead to: something of the content, with the texts it is found by. */
export interface Entry {
  /** `card:naspi`, `office:urp`, `elsewhere:passaporto`. */
  key: string;
  kind: 'card' | 'office' | 'elsewhere';
  id: string;
  title: string;
  /** Language its texts are in: the default one where it is not translated. */
  language: string;
  /** Texts by field. */
  fields: Record<Field, string>;
  /** Short texts that name it as a whole: title, keywords, questions. */
  phrases: string[];
  passages: Passage[];
}

/** A part of an entry that can be given as an answer. */
export interface Passage {
  name: PassageName;
  heading: string | null;
  text: string;
}

export const fields = ['title', 'asked', 'keywords', 'summary', 'details', 'body'] as const;
export type Field = (typeof fields)[number];

/** Everything that can be found in a language. */
export function entriesOf(content: CompiledContent, language: string): Entry[] {
  return [
    ...cardEntries(content, language),
    ...officeEntries(content, language),
    ...elsewhereEntries(content, language),
  ];
}

/** A version in this language, else in the default one. */
export function versionOf<Version>(
  versions: Record<string, Version>,
  language: string,
  fallback: string,
): { version: Version; language: string } | undefined {
  for (const candidate of [language, language.split('-')[0] ?? language, fallback]) {
    const version = versions[candidate];
    if (version !== undefined) return { version, language: candidate };
  }
  return undefined;
}

function cardEntries({ cards, defaultLanguage }: CompiledContent, language: string): Entry[] {
  return cards.flatMap(({ id, versions }): Entry[] => {
    const found = versionOf(versions, language, defaultLanguage);
    if (!found) return [];
    const { version } = found;
    const pieces = piecesOf(version.html);
    return [
      {
        key: `card:${id}`,
        kind: 'card',
        id,
        title: version.title,
        language: found.language,
        fields: {
          title: version.title,
          asked: version.askedAs.join('. '),
          keywords: version.keywords.join('. '),
          summary: version.summary,
          details: [version.audience, ...version.needed, version.outcome, version.times, version.costs].join(
            '. ',
          ),
          body: pieces.map(({ heading, text }) => `${heading ?? ''} ${text}`).join('. '),
        },
        phrases: [version.title, ...version.keywords, ...version.askedAs],
        passages: [
          ...textPassages([
            ['summary', version.summary],
            ['audience', version.audience],
            ['outcome', version.outcome],
            ['times', version.times],
            ['costs', version.costs],
          ]),
          ...version.needed.map((text): Passage => ({ name: 'needed', heading: null, text })),
          ...bodyPassages(pieces),
        ],
      },
    ];
  });
}

function officeEntries({ offices, defaultLanguage }: CompiledContent, language: string): Entry[] {
  return offices.flatMap(({ id, versions }): Entry[] => {
    const found = versionOf(versions, language, defaultLanguage);
    if (!found) return [];
    const { version } = found;
    const pieces = piecesOf(version.html);
    return [
      {
        key: `office:${id}`,
        kind: 'office',
        id,
        title: version.name,
        language: found.language,
        fields: {
          title: version.name,
          asked: version.askedAs.join('. '),
          keywords: '',
          summary: '',
          details: version.address,
          body: pieces.map(({ heading, text }) => `${heading ?? ''} ${text}`).join('. '),
        },
        phrases: [version.name, ...version.askedAs],
        passages: [...textPassages([['summary', version.summary]]), ...bodyPassages(pieces)],
      },
    ];
  });
}

function elsewhereEntries({ assistant, defaultLanguage }: CompiledContent, language: string): Entry[] {
  return assistant.elsewhere.map(({ id, askedAs, text }): Entry => {
    const asked = askedAs[language] ?? askedAs[language.split('-')[0] ?? ''] ?? [];
    const words = versionOf(text, language, defaultLanguage);
    return {
      key: `elsewhere:${id}`,
      kind: 'elsewhere',
      id,
      title: id,
      language: words?.language ?? defaultLanguage,
      fields: { title: '', asked: asked.join('. '), keywords: '', summary: '', details: '', body: '' },
      phrases: asked,
      passages: [],
    };
  });
}

function textPassages(texts: [PassageName, string | null][]): Passage[] {
  return texts.flatMap(([name, text]) => (text ? [{ name, heading: null, text }] : []));
}

/** What stands before the first heading says how; what stands below one is a detail. */
function bodyPassages(pieces: Piece[]): Passage[] {
  return pieces.map(({ heading, text }) => ({ name: heading === null ? 'how' : 'detail', heading, text }));
}
