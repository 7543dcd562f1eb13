import type { AgentMessage } from '../../../protocol/kiosk.ts';
import { readShown } from './messages-shown.ts';
import type { CallParty, CallText, CallView, CallWish } from './types.ts';

type Fields = Record<string, unknown>;

const states: readonly CallView['state'][] = [
  ...(['asking', 'closed', 'waiting', 'ringing', 'connecting'] as const),
  ...(['connected', 'interrupted', 'callback', 'ended'] as const),
];
const outcomes: readonly NonNullable<CallView['outcome']>[] = [
  ...(['answered', 'abandoned', 'lost', 'broken', 'failed', 'closed'] as const),
];
const modes: readonly CallWish['mode'][] = ['video', 'voice', 'text'];

/** Readers of what is said about a call; the agent has validated it already. */
export const callReaders: Record<string, (fields: Fields) => AgentMessage | undefined> = {
  call({ call }) {
    if (call === null) return { type: 'call', call };
    const view = readView(call);
    return view && { type: 'call', call: view };
  },
  callText({ from, text }) {
    const line = readText(text);
    return line && typeof from === 'string' ? { type: 'callText', from, text: line } : undefined;
  },
};

function readView(value: unknown): CallView | undefined {
  if (!isFields(value)) return undefined;
  const state = states.find((name) => name === value.state);
  const wish = readWish(value.wish);
  const camera = readDevice(value.camera);
  const microphone = readDevice(value.microphone);
  if (!state || !wish || !camera || !microphone) return undefined;
  const { position, opens, outcome, picture, problem, parties, delivered, noted, shape, speaking } = value;
  const recording = readRecording(value.recording);
  return {
    state,
    wish,
    position: isCount(position) && position > 0 ? position : null,
    wait: readWait(value.wait),
    opens: typeof opens === 'string' ? opens : null,
    parties: Array.isArray(parties) ? parties.flatMap(readParty) : [],
    share: readShown(value.share),
    outcome: outcomes.find((name) => name === outcome) ?? null,
    camera,
    microphone,
    picture: picture === true,
    ...(isShape(shape) && { shape }),
    ...(Array.isArray(speaking) && { speaking: speaking.filter((party) => typeof party === 'string') }),
    problem: readProblem(problem),
    ...(recording && { recording }),
    ...(typeof delivered === 'string' && { delivered }),
    ...(typeof noted === 'string' && { noted }),
  };
}

function readWish(value: unknown): CallWish | undefined {
  if (!isFields(value)) return undefined;
  const { office, subject, language, signLanguage, seen } = value;
  const mode = modes.find((name) => name === value.mode);
  if (!mode || typeof office !== 'string' || typeof language !== 'string') return undefined;
  return {
    office,
    subject: typeof subject === 'string' ? subject : null,
    language,
    signLanguage: signLanguage === true,
    mode,
    // Nobody is shown because of a message that is not understood.
    seen: seen === true,
  };
}

function readParty(value: unknown): CallParty[] {
  if (!isFields(value)) return [];
  const { party, role, listens } = value;
  if (typeof party !== 'string' || typeof role !== 'string') return [];
  return [{ party, role, listens: listens === true }];
}

function readText(value: unknown): CallText | undefined {
  if (!isFields(value)) return undefined;
  const { line, text, final } = value;
  return isCount(line) && typeof text === 'string' ? { line, text, final: final === true } : undefined;
}

function readWait(value: unknown): CallView['wait'] {
  if (!isFields(value) || !isCount(value.from) || !isCount(value.to)) return null;
  return { from: value.from, to: value.to };
}

function readDevice(value: unknown): CallView['camera'] | undefined {
  return isFields(value) ? { there: value.there === true, on: value.on === true } : undefined;
}

function readRecording(value: unknown): CallView['recording'] {
  if (!isFields(value)) return undefined;
  const { state } = value;
  return state === 'asked' || state === 'on' ? { state, sound: value.sound === true } : undefined;
}

function readProblem(value: unknown): CallView['problem'] {
  if (!isFields(value)) return null;
  const { code, message } = value;
  return typeof code === 'string' && typeof message === 'string' ? { code, message } : null;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isShape(value: unknown): value is number {
  return typeof value === 'number' && value >= 0.25 && value <= 4;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
