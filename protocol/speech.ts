import Type, { type Static } from 'typebox';

/** What the page and the agent say to each other about speaking and listening, and how it is configured. */

/** Languages that can be spoken. */
export const spokenLanguages = ['it', 'en', 'de', 'fr', 'es', 'ar', 'zh'] as const;
export const SpokenLanguage = Type.Enum([...spokenLanguages]);
export type SpokenLanguage = Static<typeof SpokenLanguage>;

/**
 * Mouth shapes. `rest` is the closed mouth of silence; the vowels are named by their sound, the others by what
 * the mouth does.
 */
export const visemes = [
  'rest',
  /** p b m: lips pressed together. */
  'lips',
  /** f v: lower lip at the upper teeth. */
  'teeth',
  /** English th, Arabic thal: tongue between the teeth. */
  'tongue',
  /** t d n: tongue behind the teeth. */
  'ridge',
  /** l: tongue up, mouth open. */
  'lateral',
  /** s z ts: teeth nearly closed. */
  'hiss',
  /** sh ch: teeth nearly closed, lips forward. */
  'hush',
  /** k g h and what is formed further back. */
  'back',
  /** r. */
  'r',
  'a',
  'e',
  'i',
  'o',
  'u',
] as const;
export const Viseme = Type.Enum([...visemes]);
export type Viseme = Static<typeof Viseme>;

const fraction = Type.Number({ minimum: 0, maximum: 1 });
const milliseconds = Type.Integer({ minimum: 0, maximum: 600_000 });

/** Chosen by the page; comes back in what is told about it. */
const SayingId = Type.String({ pattern: '^[\\w.-]{1,40}$' });

/** A mouth shape from this time on, in milliseconds from the beginning of its sentence. */
export const VisemeTime = Type.Object({ at: milliseconds, viseme: Viseme }, { additionalProperties: false });
export type VisemeTime = Static<typeof VisemeTime>;

/** A word of the sentence, as a range of its text in UTF-16 units, and when it begins to sound. */
export const WordTime = Type.Object(
  { at: milliseconds, start: Type.Integer({ minimum: 0 }), end: Type.Integer({ minimum: 0 }) },
  { additionalProperties: false },
);
export type WordTime = Static<typeof WordTime>;

export const longestSaying = 8000;

/**
 * Who may hear it. `personal` is spoken in private listening only; `chosen` is personal, and the citizen has
 * asked to hear it from the loudspeaker.
 */
export const privacies = ['public', 'personal', 'chosen'] as const;
export type Privacy = (typeof privacies)[number];

export const sayingStates = ['waiting', 'speaking', 'ended', 'stopped', 'withheld', 'failed'] as const;
export type SayingState = (typeof sayingStates)[number];

export const microphoneStates = ['off', 'opening', 'listening', 'thinking'] as const;
export type MicrophoneState = (typeof microphoneStates)[number];

export const listeningEnds = ['heard', 'nothing', 'cancelled', 'failed'] as const;
export type ListeningEnd = (typeof listeningEnds)[number];

/** Page to agent. */
export const speechFromPage = [
  /** Speaks a text: written as people write it, Markdown taken off. */
  Type.Object(
    {
      type: Type.Literal('say'),
      id: SayingId,
      text: Type.String({ maxLength: longestSaying }),
      language: SpokenLanguage,
      /** `now` ends what is being spoken; `after` waits for its end. */
      when: Type.Enum(['now', 'after']),
      privacy: Type.Enum([...privacies]),
    },
    { additionalProperties: false },
  ),
  /** Silence, at once, and nothing that waits. */
  Type.Object({ type: Type.Literal('stop_saying') }, { additionalProperties: false }),
  /** Speaks once more what was spoken last in the citizen’s session. */
  Type.Object({ type: Type.Literal('say_again') }, { additionalProperties: false }),
  Type.Object({ type: Type.Literal('volume'), volume: fraction }, { additionalProperties: false }),
  /** The button to talk is held down; nothing is recorded, and the text goes to nobody but this page. */
  Type.Object({ type: Type.Literal('listen'), language: SpokenLanguage }, { additionalProperties: false }),
  /** It is let go: what was said counts, unless `cancel`. */
  Type.Object({ type: Type.Literal('listened'), cancel: Type.Boolean() }, { additionalProperties: false }),
] as const;

/** Agent to page. */
export const speechToPage = [
  /** What this totem can say and hear: told at connect and when it changes. */
  Type.Object(
    {
      type: Type.Literal('voice'),
      /** Languages that can be spoken now; empty where the totem is mute. */
      languages: Type.Array(SpokenLanguage),
      /** Languages that are understood; empty where there is no recogniser. */
      understood: Type.Array(SpokenLanguage),
      volume: fraction,
      /** Whether only the citizen hears: headphones are plugged in. */
      privateListening: Type.Boolean(),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    { type: Type.Literal('speech'), id: SayingId, state: Type.Enum([...sayingStates]) },
    { additionalProperties: false },
  ),
  /** A sentence begins to sound now: its caption, the mouth's shapes and the words with their times. */
  Type.Object(
    {
      type: Type.Literal('speech_sentence'),
      id: SayingId,
      text: Type.String({ maxLength: longestSaying }),
      milliseconds,
      visemes: Type.Array(VisemeTime, { maxItems: 5000 }),
      words: Type.Array(WordTime, { maxItems: 2000 }),
    },
    { additionalProperties: false },
  ),
  /** Shown as long as it is not `off`. */
  Type.Object(
    { type: Type.Literal('microphone'), state: Type.Enum([...microphoneStates]) },
    { additionalProperties: false },
  ),
  /** What has been understood so far, the whole of it each time. */
  Type.Object(
    { type: Type.Literal('hearing'), text: Type.String({ maxLength: 1000 }) },
    { additionalProperties: false },
  ),
  /** Listening is over. `text` is empty unless something was heard. */
  Type.Object(
    {
      type: Type.Literal('heard'),
      end: Type.Enum([...listeningEnds]),
      text: Type.String({ maxLength: 1000 }),
    },
    { additionalProperties: false },
  ),
] as const;

const modelFile = Type.String({ pattern: '^/', maxLength: 240 });

/** Files of a Piper voice (VITS in ONNX form) as sherpa-onnx takes them. */
export const PiperVoice = Type.Object(
  {
    model: modelFile,
    tokens: modelFile,
    /** Folder of espeak-ng's data that comes with the voice. */
    data: modelFile,
    speaker: Type.Integer({ minimum: 0, maximum: 10_000, default: 0 }),
  },
  { additionalProperties: false },
);
export type PiperVoice = Static<typeof PiperVoice>;

/** Files of a streaming transducer model as sherpa-onnx takes them. */
export const RecogniserModel = Type.Object(
  { encoder: modelFile, decoder: modelFile, joiner: modelFile, tokens: modelFile },
  { additionalProperties: false },
);
export type RecogniserModel = Static<typeof RecogniserModel>;

function eachLanguage<Schema extends Parameters<typeof Type.Optional>[0]>(schema: Schema) {
  const one = () => Type.Optional(schema);
  return Type.Object(
    { it: one(), en: one(), de: one(), fr: one(), es: one(), ar: one(), zh: one() },
    { additionalProperties: false, default: {} },
  );
}

/** The `speech` part of `agent.yaml`. */
export const SpeechConfiguration = Type.Object(
  {
    /** `auto`: espeak-ng where it and a sound system are there. Named, its absence is a fault. */
    engine: Type.Enum(['auto', 'espeak-ng', 'piper', 'none'], { default: 'auto' }),
    /** Loudness at the beginning of every session. */
    volume: Type.Number({ minimum: 0, maximum: 1, default: 0.7 }),
    /** Speed of speech; 1 is the voice's own. */
    rate: Type.Number({ minimum: 0.5, maximum: 2, default: 0.95 }),
    /** With engine `piper`: the voice of each language; those without one are spoken by espeak-ng. */
    piper: eachLanguage(PiperVoice),
    /** Whether headphones are in: the input device that has the jack's switch, or what is always so. */
    headphones: Type.Union([Type.Enum(['never', 'always']), Type.String({ pattern: '^/', maxLength: 240 })], {
      default: 'never',
    }),
    /** Models that understand speech; none is needed. */
    recogniser: eachLanguage(RecogniserModel),
  },
  { additionalProperties: false },
);
export type SpeechConfiguration = Static<typeof SpeechConfiguration>;
