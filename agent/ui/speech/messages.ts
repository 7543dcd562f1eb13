import type { AgentMessage } from '../../../protocol/kiosk.ts';
import type {
  ListeningEnd,
  MicrophoneState,
  SayingState,
  SpokenLanguage,
  Viseme,
  VisemeTime,
  WordTime,
} from '../../../protocol/speech.ts';

type Fields = Record<string, unknown>;

const languages: readonly SpokenLanguage[] = ['it', 'en', 'de', 'fr', 'es', 'ar', 'zh'];
const states: readonly SayingState[] = ['waiting', 'speaking', 'ended', 'stopped', 'withheld', 'failed'];
const microphones: readonly MicrophoneState[] = ['off', 'opening', 'listening', 'thinking'];
const ends: readonly ListeningEnd[] = ['heard', 'nothing', 'cancelled', 'failed'];
const shapes: readonly Viseme[] = [
  ...(['rest', 'lips', 'teeth', 'tongue', 'ridge', 'lateral', 'hiss', 'hush', 'back', 'r'] as const),
  ...(['a', 'e', 'i', 'o', 'u'] as const),
];

/** A language as the voice names it, without its region; `undefined` where it has none. */
export function spokenLanguage(language: string): SpokenLanguage | undefined {
  return languages.find((known) => known === language.split('-')[0]);
}

/** Readers of the messages about speaking and listening; the agent has validated them already. */
export const speechReaders: Record<string, (fields: Fields) => AgentMessage | undefined> = {
  voice({ languages: spoken, understood, volume, privateListening }) {
    if (typeof volume !== 'number' || typeof privateListening !== 'boolean') return undefined;
    return {
      type: 'voice',
      languages: namesIn(spoken),
      understood: namesIn(understood),
      volume: Math.min(1, Math.max(0, volume)),
      privateListening,
    };
  },
  speech({ id, state }) {
    const known = states.find((name) => name === state);
    return known && typeof id === 'string' ? { type: 'speech', id, state: known } : undefined;
  },
  speech_sentence({ id, text, milliseconds, visemes, words }) {
    if (typeof id !== 'string' || typeof text !== 'string' || typeof milliseconds !== 'number')
      return undefined;
    return {
      type: 'speech_sentence',
      id,
      text,
      milliseconds,
      visemes: listIn(visemes).filter(isVisemeTime),
      words: listIn(words).filter(isWordTime),
    };
  },
  microphone({ state }) {
    const known = microphones.find((name) => name === state);
    return known && { type: 'microphone', state: known };
  },
  hearing: ({ text }) => (typeof text === 'string' ? { type: 'hearing', text } : undefined),
  heard({ end, text }) {
    const known = ends.find((name) => name === end);
    return known && typeof text === 'string' ? { type: 'heard', end: known, text } : undefined;
  },
};

function listIn(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function namesIn(value: unknown): SpokenLanguage[] {
  const named = new Set(listIn(value));
  return languages.filter((language) => named.has(language));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function isVisemeTime(value: unknown): value is VisemeTime {
  return isFields(value) && typeof value.at === 'number' && shapes.some((shape) => shape === value.viseme);
}

function isWordTime(value: unknown): value is WordTime {
  return isFields(value) && [value.at, value.start, value.end].every((part) => typeof part === 'number');
}
