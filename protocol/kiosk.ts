import Type, { type Static } from 'typebox';
import { AskOption, AssistantReply, CitizenQuestion } from './assistant.ts';
import { callFromPage, callToPage } from './call-page.ts';
import { ContentId } from './content/shapes.ts';
import { answers, CheckName, checkNames, DoctorEvent } from './doctor.ts';
import { Exercise, ExerciseProgress, exerciseOutcomes } from './exercises.ts';
import { LanguageTag, ReleaseId, TotemId } from './names.ts';
import { printFromPage, printToPage } from './printing.ts';
import { PanelSize, ProfileName } from './profiles.ts';
import { renewalFromPage, renewalToPage } from './renewal.ts';
import { searchFromPage, searchToPage } from './search.ts';
import {
  calibrationOutcomes,
  ServiceCode,
  ServiceCounter,
  ServiceGeneration,
  ServiceStatus,
  serviceActions,
  serviceStates,
} from './service.ts';
import { speechFromPage, speechToPage } from './speech.ts';
import { takeAwayFromPage, takeAwayToPage } from './take-away.ts';
import { KeyPhase, TotemKey } from './touch.ts';
import { taggedUnion } from './union.ts';
import { UsagePlaces, UsedProfiles, usageFromPage } from './usage.ts';

/** Messages between the agent's local server and the citizen's page over the WebSocket `/ws`. */

const fraction = Type.Number({ minimum: 0, maximum: 1 });

/** `thanks`: the session is wiped, and the citizen may still say how it was. */
export const sessionStates = ['attract', 'active', 'warning', 'thanks'] as const;
export type SessionState = (typeof sessionStates)[number];

/** Who touched: a finger on the panel, or an admin through the dashboard. */
export const TouchOrigin = Type.Enum(['panel', 'remote']);
export type TouchOrigin = Static<typeof TouchOrigin>;

const toAgent = [
  /** The page is loaded and listens. */
  Type.Object({ type: Type.Literal('ready') }, { additionalProperties: false }),
  /** This release is on the screen: its home was laid out and painted at least twice. */
  Type.Object({ type: Type.Literal('rendered'), release: ReleaseId }, { additionalProperties: false }),
  /** About once a second; `frames` counts the page's animation frames and must grow. */
  Type.Object(
    { type: Type.Literal('heartbeat'), frames: Type.Integer({ minimum: 0 }) },
    { additionalProperties: false },
  ),
  Type.Object(
    { type: Type.Literal('session'), state: Type.Enum([...sessionStates]) },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      type: Type.Literal('session_ended'),
      seconds: Type.Integer({ minimum: 0 }),
      language: LanguageTag,
      reason: Type.Enum(['left', 'idle', 'reloaded']),
      profiles: Type.Optional(UsedProfiles),
      /** Where the citizen was last, when they went away without a word. */
      places: Type.Optional(UsagePlaces),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      type: Type.Literal('card_viewed'),
      card: Type.String({ maxLength: 80 }),
      language: LanguageTag,
      profiles: Type.Optional(UsedProfiles),
    },
    { additionalProperties: false },
  ),
  /** How far the exercise on the screen has come: at every step of it. */
  Type.Object(
    { type: Type.Literal('exercise_progress'), progress: ExerciseProgress },
    { additionalProperties: false },
  ),
  /** The exercise is over: the page shows what it showed before. */
  Type.Object(
    { type: Type.Literal('exercise_ended'), outcome: Type.Enum([...exerciseOutcomes]) },
    { additionalProperties: false },
  ),
  /** The technician's gesture was made. */
  Type.Object({ type: Type.Literal('service_asked') }, { additionalProperties: false }),
  Type.Object({ type: Type.Literal('service_code'), code: ServiceCode }, { additionalProperties: false }),
  /** A sign of life while the service session lasts; a few seconds apart. */
  Type.Object({ type: Type.Literal('service_touched') }, { additionalProperties: false }),
  Type.Object({ type: Type.Literal('service_left') }, { additionalProperties: false }),
  /** The rest counts only while the menu is open. */
  Type.Object(
    { type: Type.Literal('service_exercise'), exercise: Exercise },
    { additionalProperties: false },
  ),
  Type.Object(
    { type: Type.Literal('service_action'), action: Type.Enum([...serviceActions]) },
    { additionalProperties: false },
  ),
  /** Tries the calibration that was measured last, and keeps it once the mark is hit. */
  Type.Object({ type: Type.Literal('service_calibrate') }, { additionalProperties: false }),
  /** Runs the doctor: these checks, or all. */
  Type.Object(
    {
      type: Type.Literal('service_doctor'),
      only: Type.Optional(
        Type.Array(CheckName, { minItems: 1, maxItems: checkNames.length, uniqueItems: true }),
      ),
    },
    { additionalProperties: false },
  ),
  Type.Object({ type: Type.Literal('service_doctor_stop') }, { additionalProperties: false }),
  Type.Object(
    {
      type: Type.Literal('service_answer'),
      question: Type.String({ maxLength: 80 }),
      answer: Type.Enum([...answers]),
    },
    { additionalProperties: false },
  ),
  /** A citizen asks the assistant. The text is kept nowhere; `number` comes back with the answer. */
  Type.Object(
    {
      type: Type.Literal('ask'),
      number: Type.Integer({ minimum: 0 }),
      text: CitizenQuestion,
      language: LanguageTag,
    },
    { additionalProperties: false },
  ),
  /** One of the options of its last reply was touched. */
  Type.Object(
    {
      type: Type.Literal('ask_option'),
      number: Type.Integer({ minimum: 0 }),
      option: AskOption.properties.id,
      language: LanguageTag,
    },
    { additionalProperties: false },
  ),
  /** Wants to begin anew: what was talked about is forgotten. */
  Type.Object({ type: Type.Literal('ask_anew') }, { additionalProperties: false }),
  /** Wants questions to propose. */
  Type.Object(
    { type: Type.Literal('ask_suggestions'), language: LanguageTag },
    { additionalProperties: false },
  ),
  ...speechFromPage,
  ...takeAwayFromPage,
  ...printFromPage,
  ...searchFromPage,
  ...renewalFromPage,
  ...usageFromPage,
  ...callFromPage,
] as const;

export const PageMessage = taggedUnion('type', toAgent);
export type PageMessage = Static<typeof PageMessage>;

const toPage = [
  /** One step of one contact, at a fraction of the screen's width and height. */
  Type.Object(
    {
      type: Type.Literal('touch'),
      phase: Type.Enum(['down', 'move', 'up', 'cancel']),
      contact: Type.Integer({ minimum: 0 }),
      x: fraction,
      y: fraction,
      origin: TouchOrigin,
    },
    { additionalProperties: false },
  ),
  /** The active release changed (or is told at connect): fetch `/content.json` again. */
  Type.Object(
    { type: Type.Literal('content'), release: Type.Union([ReleaseId, Type.Null()]) },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      type: Type.Literal('configuration'),
      language: Type.Union([LanguageTag, Type.Null()]),
      idleSeconds: Type.Integer({ minimum: 1 }),
      warningSeconds: Type.Integer({ minimum: 1 }),
      /** Whether an attract layer is composed under the page (else the page shows its own). */
      attractLayer: Type.Boolean(),
      /** Id of the office that the totem stands in; left out where it stands in none. */
      office: Type.Optional(ContentId),
      /** Profiles that every session begins with; left out where there are none. */
      profiles: Type.Optional(Type.Array(ProfileName, { maxItems: 6 })),
      /** Size and height of the panel; left out where nobody has measured it. */
      panel: Type.Optional(PanelSize),
    },
    { additionalProperties: false },
  ),
  /** One step of a key of the totem's keypad or keyboard. */
  Type.Object({ type: Type.Literal('key'), key: TotemKey, phase: KeyPhase }, { additionalProperties: false }),
  /** Whether anybody is near; the page covers itself with black of this density. */
  Type.Object(
    { type: Type.Literal('rest'), rest: Type.Enum(['awake', 'dim', 'asleep']), darkness: fraction },
    { additionalProperties: false },
  ),
  /** Told when the link to the hub comes or goes. */
  Type.Object({ type: Type.Literal('link'), online: Type.Boolean() }, { additionalProperties: false }),
  /** Shows an exercise over everything else, another one instead of it, or none any more. */
  Type.Object(
    { type: Type.Literal('exercise'), exercise: Type.Union([Exercise, Type.Null()]) },
    { additionalProperties: false },
  ),
  /** Where the service session stands: told at every change. */
  Type.Object(
    {
      type: Type.Literal('service'),
      state: Type.Enum([...serviceStates]),
      totem: Type.Union([TotemId, Type.Null()]),
      /** Number of the secret that the code is made with, 0 where there is none. */
      generation: ServiceGeneration,
      /** What the code is made for; null where there is no secret. */
      counter: Type.Union([ServiceCounter, Type.Null()]),
      /** Why the last code did not open: it was wrong, or the disk could not keep that it was used. */
      refusal: Type.Enum(['none', 'wrong', 'disk']),
      /** Seconds until another code is taken; 0 where it is taken now. */
      waitSeconds: Type.Integer({ minimum: 0 }),
    },
    { additionalProperties: false },
  ),
  /** What became of the calibration that was tried. */
  Type.Object(
    { type: Type.Literal('service_calibration'), outcome: Type.Enum([...calibrationOutcomes]) },
    { additionalProperties: false },
  ),
  Type.Object(
    { type: Type.Literal('service_status'), status: ServiceStatus },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      type: Type.Literal('service_doctor'),
      /** null where the run has ended, with or without a verdict. */
      event: Type.Union([DoctorEvent, Type.Null()]),
    },
    { additionalProperties: false },
  ),
  /** What the assistant says to the question of this number. */
  Type.Object(
    {
      type: Type.Literal('answer'),
      number: Type.Integer({ minimum: 0 }),
      language: LanguageTag,
      reply: AssistantReply,
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      type: Type.Literal('suggestions'),
      language: LanguageTag,
      questions: Type.Array(Type.String({ maxLength: 300 }), { maxItems: 20 }),
    },
    { additionalProperties: false },
  ),
  ...speechToPage,
  ...takeAwayToPage,
  ...printToPage,
  ...searchToPage,
  ...renewalToPage,
  ...callToPage,
] as const;

export const AgentMessage = taggedUnion('type', toPage);
export type AgentMessage = Static<typeof AgentMessage>;
