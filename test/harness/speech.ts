import { spawn } from 'node:child_process';
import { pino } from 'pino';
import { type Speech, type SpeechOptions, startSpeech } from '../../agent/speech/index.ts';
import { AgentConfiguration, type AgentMessage, validatorOf } from '../../protocol/index.ts';
import { AgentMessage as AgentMessageSchema } from '../../protocol/kiosk.ts';
import type { Owner } from './owner.ts';
import { until } from './until.ts';

type Told<Type extends AgentMessage['type']> = Extract<AgentMessage, { type: Type }>;

export interface TestSpeech extends Speech {
  /** Everything that was told to the page, in its order, with the time in milliseconds. */
  told: { at: number; message: AgentMessage }[];
  faults: Map<string, string>;
  /** Process ids of voice and ear, newest last. */
  pids: number[];
  next<Type extends AgentMessage['type']>(
    type: Type,
    wanted?: (message: Told<Type>) => boolean,
  ): Promise<Told<Type>>;
}

const readConfiguration = validatorOf(AgentConfiguration);
const readMessage = validatorOf(AgentMessageSchema);

/** The voice of a totem with the audio of this environment; what it tells is checked against the protocol. */
export async function startTestSpeech(
  t: Owner,
  speech: object,
  options: Partial<SpeechOptions> = {},
): Promise<TestSpeech> {
  const configuration = readConfiguration({ speech });
  if (!configuration.ok) throw new Error(configuration.error.message);
  const told: TestSpeech['told'] = [];
  const faults = new Map<string, string>();
  const pids: number[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void pidIn(line, pids) });
  const started = await startSpeech({
    speech: configuration.value.speech,
    audio: configuration.value.audio,
    send(message) {
      const checked = readMessage(structuredClone(message));
      if (!checked.ok) throw new Error(checked.error.message);
      told.push({ at: performance.now(), message });
    },
    faults: {
      raise: (code, message, part = '') => faults.set(`${code} ${part}`.trim(), message),
      clear: (code, part = '') => faults.delete(`${code} ${part}`.trim()),
    },
    log,
    ...options,
  });
  t.teardown(() => started.stop());
  let seen = 0;
  return {
    ...started,
    told,
    faults,
    pids,
    next: (type, wanted = () => true) =>
      until(`the message ${type}`, () => {
        for (; seen < told.length; ) {
          const message = told[seen]?.message;
          seen += 1;
          if (message !== undefined && isOf(message, type) && wanted(message)) return message;
        }
        return undefined;
      }),
  };
}

function isOf<Type extends AgentMessage['type']>(message: AgentMessage, type: Type): message is Told<Type> {
  return message.type === type;
}

function pidIn(line: string, pids: number[]): void {
  const pid = /"pid":(\d+),"msg":"(?:voice|ear) started"/.exec(line)?.[1];
  if (pid !== undefined) pids.push(Number(pid));
}

/** A recording of a sound server's output that is under way: loudness of each 10 ms, with the time it arrived. */
export interface Recording {
  levels: { at: number; level: number }[];
}

export async function record(t: Owner, server: string): Promise<Recording> {
  const rate = 16_000;
  const child = spawn(
    'parec',
    ['-d', 'hall.monitor', '--format=s16le', `--rate=${rate}`, '--channels=1', '--latency-msec=10'],
    { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, PULSE_SERVER: server } },
  );
  t.teardown(() => void child.kill('SIGKILL'));
  const levels: Recording['levels'] = [];
  child.stdout.on('data', (bytes: Buffer) => {
    const at = performance.now();
    for (let from = 0; from + 320 <= bytes.length; from += 320) {
      let loudest = 0;
      for (let index = 0; index < 320; index += 2)
        loudest = Math.max(loudest, Math.abs(bytes.readInt16LE(from + index)));
      levels.push({ at, level: loudest / 32_768 });
    }
  });
  await until('the recording', () => levels.length > 0);
  return { levels };
}
