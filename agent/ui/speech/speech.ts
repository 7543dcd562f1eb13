import type { AgentMessage, PageMessage } from '../../../protocol/kiosk.ts';
import type { ListeningEnd, MicrophoneState, Privacy, SpokenLanguage } from '../../../protocol/speech.ts';
import { spokenLanguage } from './messages.ts';
import type { Sentence } from './timing.ts';

export interface SayOptions {
  language: string;
  /** What is of the citizen's own: spoken into headphones only, unless `chosen`. `public` when left out. */
  privacy?: Privacy;
  /** `after` waits for what is being spoken; `now`, when left out, ends it. */
  when?: 'now' | 'after';
}

/** What is being said and heard. A new object at every change. */
export interface SpeechView {
  /** Languages that can be spoken, and understood; empty on a totem without voice or ear. */
  languages: readonly SpokenLanguage[];
  understood: readonly SpokenLanguage[];
  /** Whether the agent has told of its voice, be it none: without it nothing changes the volume. */
  there: boolean;
  /** 0 to 1, of the citizen’s session. */
  volume: number;
  privateListening: boolean;
  /** Sayings that have not ended, oldest first. */
  sayings: readonly string[];
  /** What sounds now: its text is the caption. */
  sentence: Sentence | null;
  microphone: MicrophoneState;
  /** What has been understood so far, while a citizen speaks. */
  hearing: string;
}

/** The voice and the ear of the totem, seen from the page. */
export interface Speech {
  /** Speaks; gives the saying's id, or null where this totem cannot speak that language. */
  say(text: string, options: SayOptions): string | null;
  /** Silence at once, and nothing that waits. */
  stop(): void;
  /** Once more what was spoken last in the citizen’s session. */
  again(): void;
  setVolume(volume: number): void;
  /** The button to talk is held; the agent says by `microphone` when it listens. */
  listen(language: string): void;
  /** It is let go. */
  listened(cancel: boolean): void;
  state(): SpeechView;
  subscribe(listener: () => void): () => void;
  /** Told how listening ended, with what was understood. */
  onHeard(listener: (end: ListeningEnd, text: string) => void): () => void;
  /** Takes what is meant for it; true where nobody else needs it. */
  hear(message: AgentMessage): boolean;
  /** A session ended: all is silent and forgotten. */
  wipe(): void;
  /** The agent is gone, and its voice with it. */
  lost(): void;
}

const longestText = 8000;

const silent: SpeechView = {
  languages: [],
  understood: [],
  there: false,
  volume: 0,
  privateListening: false,
  sayings: [],
  sentence: null,
  microphone: 'off',
  hearing: '',
};

export function createSpeech(options: { now: () => number; send: (message: PageMessage) => void }): Speech {
  const { now, send } = options;
  const listeners = new Set<() => void>();
  const ears = new Set<(end: ListeningEnd, text: string) => void>();
  let view = silent;
  let count = 0;
  /** The last saying of the citizen’s session, which `again` brings back. */
  let last: string | null = null;
  /** Asked to repeat, the agent ends what it speaks and begins again under the same id. */
  let repeating = false;

  function change(part: Partial<SpeechView>): void {
    view = { ...view, ...part };
    for (const listener of listeners) listener();
  }

  function stop(): void {
    repeating = false;
    if (view.sayings.length === 0) return;
    send({ type: 'stop_saying' });
    change({ sayings: [], sentence: null });
  }

  function followed(id: string, state: Extract<AgentMessage, { type: 'speech' }>['state']): void {
    if (repeating) {
      if (state === 'stopped') return;
      repeating = false;
      if (state === 'speaking') {
        change({ sayings: [id] });
        return;
      }
    }
    if (!view.sayings.includes(id) || state === 'waiting' || state === 'speaking') return;
    const sayings = view.sayings.filter((other) => other !== id);
    change({ sayings, sentence: view.sentence?.saying === id ? null : view.sentence });
  }

  return {
    say(text, { language, privacy = 'public', when = 'now' }) {
      const spoken = spokenLanguage(language);
      if (spoken === undefined || !view.languages.includes(spoken) || text.trim() === '') {
        // What was being spoken gives way all the same.
        if (when === 'now') stop();
        return null;
      }
      count += 1;
      const id = `p${count}`;
      last = id;
      repeating = false;
      send({ type: 'say', id, text: text.slice(0, longestText), language: spoken, when, privacy });
      if (when === 'now') change({ sayings: [id], sentence: null });
      else change({ sayings: [...view.sayings, id] });
      return id;
    },
    stop,
    again() {
      if (last === null) return;
      repeating = true;
      send({ type: 'say_again' });
      change({ sayings: [last], sentence: null });
    },
    setVolume(volume) {
      const wanted = Math.min(1, Math.max(0, Math.round(volume * 100) / 100));
      send({ type: 'volume', volume: wanted });
      change({ volume: wanted });
    },
    listen(language) {
      const spoken = spokenLanguage(language);
      if (spoken === undefined || !view.understood.includes(spoken)) return;
      send({ type: 'listen', language: spoken });
      change({ sayings: [], sentence: null, hearing: '' });
    },
    listened: (cancel) => send({ type: 'listened', cancel }),
    state: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onHeard(listener) {
      ears.add(listener);
      return () => ears.delete(listener);
    },
    hear(message) {
      switch (message.type) {
        case 'voice': {
          const { languages, understood, volume, privateListening } = message;
          change({ languages, understood, there: true, volume, privateListening });
          return true;
        }
        case 'speech':
          followed(message.id, message.state);
          return true;
        case 'speech_sentence': {
          const { id, text, milliseconds, visemes, words } = message;
          // A sentence of what was stopped just now may still be on its way.
          if (view.sayings.includes(id))
            change({ sentence: { saying: id, text, startedAt: now(), milliseconds, visemes, words } });
          return true;
        }
        case 'microphone':
          change({ microphone: message.state });
          return true;
        case 'hearing':
          change({ hearing: message.text });
          return true;
        case 'heard':
          change({ hearing: '' });
          for (const ear of ears) ear(message.end, message.text);
          return true;
        default:
          return false;
      }
    },
    wipe() {
      last = null;
      repeating = false;
      if (view.sayings.length > 0) send({ type: 'stop_saying' });
      if (view.microphone !== 'off') send({ type: 'listened', cancel: true });
      change({ sayings: [], sentence: null, hearing: '' });
    },
    lost() {
      last = null;
      repeating = false;
      change(silent);
    },
  };
}
