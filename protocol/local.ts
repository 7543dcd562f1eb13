import Type, { type Static, type TSchema } from 'typebox';
import { ApiProblem } from './api.ts';
import { DoctorAnswer, DoctorEvent, DoctorRequest } from './doctor.ts';
import { patternNames } from './exercises.ts';
import { Fault } from './faults.ts';
import { DisplayState, Health } from './health.ts';
import { Timestamp, TotemId } from './names.ts';
import { NetworkFigures, NetworkRequest } from './network.ts';
import { SensorFigures } from './sensors.ts';
import { ReportedState } from './state.ts';
import { CalibrationMatrix, InputDeviceFigures, TotemKey } from './touch.ts';
import { taggedUnion } from './union.ts';

/**
 * The local API: what a technician's tools ask of the agent on the same machine, as HTTP/1.1 over the unix socket
 * `run/agent.sock` in the data folder. Who may open the socket may do all of it; nothing of it is reachable
 * from the network.
 */

/** The socket's path inside the data folder. */
export const localSocket = 'run/agent.sock';

/** Longest path of a unix socket in bytes: `sun_path` in linux/un.h is 108 bytes with its final zero. */
export const longestSocketPath = 107;

/** The largest body of a request, and the longest line of a stream, in bytes. */
export const maximumLocalBytes = 64 * 1024;

const nothing = Type.Object({}, { additionalProperties: false });
const strict = { additionalProperties: false } as const;

export const LocalStatus = Type.Object(
  {
    at: Timestamp,
    version: Type.String({ maxLength: 40 }),
    pid: Type.Integer({ minimum: 1 }),
    /** Null where the totem is not enrolled. */
    totem: Type.Union([TotemId, Type.Null()]),
    hub: Type.Union([Type.String({ maxLength: 500 }), Type.Null()]),
    online: Type.Boolean(),
    /** Address of the citizen's page on this machine. */
    page: Type.String({ maxLength: 200 }),
    reported: ReportedState,
    health: Health,
  },
  strict,
);
export type LocalStatus = Static<typeof LocalStatus>;

/** A fault with what the catalogue says of it. */
export const LocalFault = Type.Object(
  {
    fault: Fault,
    severity: Type.Enum(['info', 'warning', 'error', 'critical']),
    cure: Type.String({ maxLength: 500 }),
  },
  strict,
);
export type LocalFault = Static<typeof LocalFault>;

/** What an input device does, as it does it. Places are fractions of the panel, before any calibration. */
export const InputStep = Type.Union([
  Type.Object(
    {
      at: Timestamp,
      part: Type.String({ maxLength: 120 }),
      phase: Type.Enum(['down', 'move', 'up', 'cancel']),
      contact: Type.Integer({ minimum: 0 }),
      x: Type.Number(),
      y: Type.Number(),
    },
    strict,
  ),
  Type.Object(
    {
      at: Timestamp,
      part: Type.String({ maxLength: 120 }),
      phase: Type.Enum(['down', 'repeat', 'up']),
      key: TotemKey,
    },
    strict,
  ),
]);
export type InputStep = Static<typeof InputStep>;

/** How far a calibration is; places are fractions of the screen, by the calibration that was in force. */
export const CalibrationStep = taggedUnion('type', [
  /** The crosses are on the screen. */
  Type.Object({ type: Type.Literal('started'), part: Type.String({ maxLength: 120 }) }, strict),
  Type.Object(
    {
      type: Type.Literal('touched'),
      number: Type.Integer({ minimum: 1 }),
      target: Type.Object({ x: Type.Number(), y: Type.Number() }, strict),
      touched: Type.Object({ x: Type.Number(), y: Type.Number() }, strict),
    },
    strict,
  ),
  /** The new matrix holds, and will after a restart. */
  Type.Object(
    {
      type: Type.Literal('calibrated'),
      part: Type.String({ maxLength: 120 }),
      matrix: CalibrationMatrix,
      /** Largest distance between a cross and its touch by the new matrix, as a fraction of the screen. */
      error: Type.Number({ minimum: 0 }),
    },
    strict,
  ),
]);
export type CalibrationStep = Static<typeof CalibrationStep>;

/** A key of `agent.yaml`: names and list positions with dots between, such as `touch.0.path`. */
export const ConfigurationKey = Type.String({
  pattern: '^[A-Za-z][A-Za-z0-9]{0,39}(?:\\.(?:[A-Za-z][A-Za-z0-9]{0,39}|[0-9]{1,3})){0,7}$',
});

export const ConfigurationView = Type.Object(
  {
    /** The file that is read and written. */
    path: Type.String({ maxLength: 4096 }),
    /** Every setting as the file has it, defaults included. */
    values: Type.Unknown(),
    /** Keys that the file itself sets. */
    written: Type.Array(Type.String({ maxLength: 400 }), { maxItems: 2000 }),
    /** Keys whose value in the file holds from the next start only. */
    restart: Type.Array(Type.String({ maxLength: 400 }), { maxItems: 2000 }),
  },
  strict,
);
export type ConfigurationView = Static<typeof ConfigurationView>;

export const ConfigurationChange = Type.Object(
  {
    key: ConfigurationKey,
    /** Absent: the key goes back to its default. */
    value: Type.Optional(Type.Unknown()),
  },
  strict,
);
export const ConfigurationChanged = Type.Object(
  {
    key: ConfigurationKey,
    /** What holds for the key now, defaults included. */
    value: Type.Unknown(),
    /** False where the file said so already. */
    changed: Type.Boolean(),
    /** Whether it holds from the next start only. */
    restart: Type.Boolean(),
  },
  strict,
);
export type ConfigurationChanged = Static<typeof ConfigurationChanged>;

/** A line of the agent's log. Besides these keys each line has what its place in the code adds. */
export const LogLine = Type.Object(
  {
    level: Type.Integer({ minimum: 0, maximum: 100 }),
    time: Type.String({ maxLength: 40 }),
    msg: Type.String({ default: '' }),
    part: Type.Optional(Type.String()),
  },
  { additionalProperties: true },
);
export type LogLine = Static<typeof LogLine>;

interface Call {
  method: 'GET' | 'POST';
  path: string;
  /** Query of a GET, JSON body of a POST. */
  input: TSchema;
  /** One JSON document, or with `stream` the form of each line of newline-delimited JSON, until either side ends. */
  answer: TSchema;
  stream: boolean;
}

/** One map from each call to its path, input and answer; the server's table and the client derive from it. */
export const localCalls = {
  status: { method: 'GET', path: '/v1/status', input: nothing, answer: LocalStatus, stream: false },
  faults: {
    method: 'GET',
    path: '/v1/faults',
    input: nothing,
    answer: Type.Object({ faults: Type.Array(LocalFault, { maxItems: 100 }) }, strict),
    stream: false,
  },
  sensors: {
    method: 'GET',
    path: '/v1/sensors',
    input: nothing,
    answer: Type.Object({ sensors: Type.Array(SensorFigures, { maxItems: 64 }) }, strict),
    stream: false,
  },
  /** A sensor whole, each time it changed. */
  'sensors.watch': {
    method: 'GET',
    path: '/v1/sensors/stream',
    input: nothing,
    answer: SensorFigures,
    stream: true,
  },
  input: {
    method: 'GET',
    path: '/v1/input',
    input: nothing,
    answer: Type.Object({ devices: Type.Array(InputDeviceFigures, { maxItems: 64 }) }, strict),
    stream: false,
  },
  'input.watch': {
    method: 'GET',
    path: '/v1/input/stream',
    input: nothing,
    answer: InputStep,
    stream: true,
  },
  /** Shows crosses on the screen one after the other, waits for a touch of each, and keeps the matrix. */
  'touch.calibrate': {
    method: 'POST',
    path: '/v1/touch/calibration',
    input: Type.Object(
      {
        /** The device, as `input` names it; may be left out where there is one touch panel. */
        part: Type.Optional(Type.String({ maxLength: 120 })),
        /** Back to no calibration, without asking for touches. */
        reset: Type.Boolean({ default: false }),
      },
      strict,
    ),
    answer: CalibrationStep,
    stream: true,
  },
  'display.test': {
    method: 'POST',
    path: '/v1/display/test',
    input: Type.Object(
      {
        /** Null ends the test. */
        pattern: Type.Union([Type.Enum([...patternNames]), Type.Null()]),
        /** Seconds after which the page comes back by itself. */
        seconds: Type.Integer({ minimum: 1, maximum: 600, default: 30 }),
      },
      strict,
    ),
    answer: nothing,
    stream: false,
  },
  'display.rebuild': {
    method: 'POST',
    path: '/v1/display/rebuild',
    input: nothing,
    answer: Type.Object({ state: DisplayState }, strict),
    stream: false,
  },
  configuration: {
    method: 'GET',
    path: '/v1/configuration',
    input: nothing,
    answer: ConfigurationView,
    stream: false,
  },
  'configuration.set': {
    method: 'POST',
    path: '/v1/configuration',
    input: ConfigurationChange,
    answer: ConfigurationChanged,
    stream: false,
  },
  logs: {
    method: 'GET',
    path: '/v1/logs',
    input: Type.Object(
      {
        /** The newest so many lines. */
        lines: Type.Integer({ minimum: 0, maximum: 2000, default: 100 }),
        /** Whether new lines follow as they come. */
        follow: Type.Boolean({ default: false }),
      },
      strict,
    ),
    answer: LogLine,
    stream: true,
  },
  /** Looks the totem over. One run at a time; whoever leaves the stream cancels it. */
  doctor: { method: 'POST', path: '/v1/doctor', input: DoctorRequest, answer: DoctorEvent, stream: true },
  /** What the person answers to a question of the run. */
  'doctor.answer': {
    method: 'POST',
    path: '/v1/doctor/answers',
    input: DoctorAnswer,
    answer: nothing,
    stream: false,
  },
  network: { method: 'GET', path: '/v1/network', input: nothing, answer: NetworkFigures, stream: false },
  'network.set': {
    method: 'POST',
    path: '/v1/network',
    input: NetworkRequest,
    answer: NetworkFigures,
    stream: false,
  },
  /** Puts the old settings back without waiting. */
  'network.return': {
    method: 'POST',
    path: '/v1/network/return',
    input: nothing,
    answer: NetworkFigures,
    stream: false,
  },
} as const satisfies Record<string, Call>;

export type LocalCall = keyof typeof localCalls;
export type LocalInput<Name extends LocalCall> = Static<(typeof localCalls)[Name]['input']>;
export type LocalAnswer<Name extends LocalCall> = Static<(typeof localCalls)[Name]['answer']>;
export type LocalStreamCall = {
  [Name in LocalCall]: (typeof localCalls)[Name]['stream'] extends true ? Name : never;
}[LocalCall];
export type LocalSingleCall = Exclude<LocalCall, LocalStreamCall>;

/** The last line of a stream that ends because of a problem, in place of the answer's form. */
export const LocalStreamProblem = ApiProblem;
