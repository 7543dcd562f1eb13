import Type, { type Static } from 'typebox';
import { type FindingCode, findingCatalogue } from './findings/index.ts';
import { Timestamp } from './names.ts';
import { taggedUnion } from './union.ts';

/**
 * What `totem doctor` asks of a totem and what it hears: over the agent's local socket, on the totem's own screen,
 * and from `totem-agent doctor` where the agent does not run. The stream is one JSON object a line.
 */

/** In the order in which they are done: what needs the person comes first, while the person is there. */
export const checkNames = [
  'display',
  'touch',
  'keypad',
  'sensors',
  'audio',
  'camera',
  'network',
  'clock',
  'disk',
  'certificates',
  'slot',
  'agent',
] as const;
export const CheckName = Type.Enum([...checkNames]);
export type CheckName = (typeof checkNames)[number];

const findingCodes = Object.keys(findingCatalogue).filter(
  (code): code is FindingCode => code in findingCatalogue,
);
const text = Type.String({ maxLength: 1000 });
const parameters = Type.Record(Type.String({ maxLength: 40 }), Type.Union([Type.String(), Type.Number()]));

/** One thing that a check found. The code and the parameters are for programs and for other languages. */
export const Finding = Type.Object(
  {
    code: Type.Enum(findingCodes),
    weight: Type.Enum(['good', 'note', 'warning', 'failed']),
    text,
    /** What to do about it, in one sentence. */
    cure: Type.Union([text, Type.Null()]),
    parameters,
  },
  { additionalProperties: false },
);
export type Finding = Static<typeof Finding>;

export const Outcome = Type.Enum(['ok', 'warning', 'failed', 'skipped']);
export type Outcome = Static<typeof Outcome>;

export const CheckResult = Type.Object(
  {
    check: CheckName,
    outcome: Outcome,
    findings: Type.Array(Finding, { maxItems: 200 }),
    /** What to do first: the cure of the heaviest finding. */
    cure: Type.Union([text, Type.Null()]),
    seconds: Type.Number({ minimum: 0 }),
  },
  { additionalProperties: false },
);
export type CheckResult = Static<typeof CheckResult>;

/** `usable`: citizens are served, but something should be put right. `out_of_order`: they are not. */
export const Verdict = Type.Object(
  {
    outcome: Type.Enum(['ok', 'usable', 'out_of_order']),
    text,
    /** What to do, most urgent first. */
    actions: Type.Array(
      Type.Object(
        { check: CheckName, code: Type.Enum(findingCodes), text, parameters },
        { additionalProperties: false },
      ),
      { maxItems: 200 },
    ),
    at: Timestamp,
  },
  { additionalProperties: false },
);
export type Verdict = Static<typeof Verdict>;

/** What the person is asked, with what the question means for programs. */
export const questionTexts = {
  'display.pattern': 'Does the screen show the test pattern “{pattern}”, to its edges and in its colours?',
  'audio.tones': 'Did you hear the tones?',
  'camera.picture': 'Is the picture of the camera right?',
} as const;
export type QuestionCode = keyof typeof questionTexts;

export const answers = ['yes', 'no', 'skip'] as const;
export type Answer = (typeof answers)[number];

export const Question = Type.Object(
  {
    id: Type.String({ maxLength: 80 }),
    check: CheckName,
    code: Type.Enum(Object.keys(questionTexts)),
    text,
    parameters,
    options: Type.Array(Type.Enum([...answers]), { minItems: 1 }),
  },
  { additionalProperties: false },
);
export type Question = Static<typeof Question>;

const doctorEvents = [
  /** First of all: what will be done. */
  Type.Object(
    {
      type: Type.Literal('started'),
      run: Type.String({ format: 'uuid' }),
      at: Timestamp,
      totem: Type.Union([Type.String(), Type.Null()]),
      version: Type.String({ maxLength: 40 }),
      checks: Type.Array(CheckName),
    },
    { additionalProperties: false },
  ),
  Type.Object({ type: Type.Literal('check'), check: CheckName }, { additionalProperties: false }),
  /** How far a check is. `share` is from 0 to 1 where that is known. */
  Type.Object(
    {
      type: Type.Literal('progress'),
      check: CheckName,
      text,
      share: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()]),
    },
    { additionalProperties: false },
  ),
  /** The run waits for an answer, for a minute. */
  Type.Object({ type: Type.Literal('question'), question: Question }, { additionalProperties: false }),
  /**
   * Something to look at: a file on the totem, which the next run replaces, and the same in base64 for readers that
   * cannot open it. Over the local socket that is empty.
   */
  Type.Object(
    {
      type: Type.Literal('picture'),
      check: CheckName,
      name: Type.String({ pattern: '^[a-z0-9-]{1,60}\\.(jpg|png)$' }),
      file: Type.String({ maxLength: 4096 }),
      base64: Type.String({ maxLength: 8 * 1024 * 1024 }),
    },
    { additionalProperties: false },
  ),
  Type.Object({ type: Type.Literal('result'), result: CheckResult }, { additionalProperties: false }),
  /** Last of all, unless the run was cancelled. */
  Type.Object({ type: Type.Literal('verdict'), verdict: Verdict }, { additionalProperties: false }),
] as const;

export const DoctorEvent = taggedUnion('type', doctorEvents);
export type DoctorEvent = Static<typeof DoctorEvent>;

/** `POST /v1/doctor` on the agent's local socket; the answer is a stream of `DoctorEvent`, one a line. */
export const DoctorRequest = Type.Object(
  {
    /** All checks where nothing is said. */
    only: Type.Optional(
      Type.Array(CheckName, { minItems: 1, maxItems: checkNames.length, uniqueItems: true }),
    ),
    /** Whether somebody stands at the totem and answers. */
    attended: Type.Boolean({ default: false }),
    /** Whether it may take the screen and make sounds while a citizen uses the totem. */
    disturb: Type.Boolean({ default: false }),
  },
  { additionalProperties: false },
);
export type DoctorRequest = Static<typeof DoctorRequest>;

/** `POST /v1/doctor/answers` on the agent's local socket. */
export const DoctorAnswer = Type.Object(
  {
    run: Type.String({ format: 'uuid' }),
    question: Type.String({ maxLength: 80 }),
    answer: Type.Enum([...answers]),
  },
  { additionalProperties: false },
);
export type DoctorAnswer = Static<typeof DoctorAnswer>;

/** The whole run, as `totem doctor --json` prints it. */
export const DoctorReport = Type.Object(
  {
    version: Type.Literal(1),
    totem: Type.Union([Type.String(), Type.Null()]),
    agent: Type.String({ maxLength: 40 }),
    /** Whether the agent ran, or the doctor had to do without it. */
    running: Type.Boolean(),
    started: Timestamp,
    results: Type.Array(CheckResult),
    verdict: Verdict,
  },
  { additionalProperties: false },
);
export type DoctorReport = Static<typeof DoctorReport>;
