import type { Logger } from 'pino';
import {
  type AgentConfiguration,
  type AgentMessage,
  type PageMessage,
  type SpokenLanguage,
  spokenLanguages,
} from '../../protocol/index.ts';
import { devicesOf, soundSystem } from '../audio/index.ts';
import { watchHeadphones } from './headphones.ts';
import { createListener, type Listener } from './listening/index.ts';
import { decide, emptyQueue, type QueueAction, type QueueEvent, type Saying } from './queue.ts';
import { createReader } from './reading/index.ts';
import { createSpeaker, type Speaker } from './speaker.ts';
import type { SpeechFaults } from './types.ts';

export type { SpeechFaults, Spoken, Voice } from './types.ts';

/** The voice and the ear of the totem, as the page uses them. */
export interface Speech {
  /** Takes what a page says; messages that are not for it are passed over. */
  heard(message: PageMessage): void;
  /** What a page that has just connected is told. */
  greeting(): AgentMessage;
  /** Told when a citizen's session begins and ends: at its end all is silent, forgotten, and as loud as before. */
  session(active: boolean): void;
  volumeKey(direction: 'up' | 'down'): void;
  stop(): Promise<void>;
}

export interface SpeechOptions {
  speech: AgentConfiguration['speech'];
  audio: AgentConfiguration['audio'];
  send(message: AgentMessage): void;
  /** The volume of the citizen's session is another one, for whatever else sounds. */
  onVolume?(volume: number): void;
  faults: SpeechFaults;
  log: Logger;
  /** Programs of the two processes, and the root of the system's files. */
  programs?: { speaker?: URL; ear?: URL };
  system?: string;
  /** Milliseconds without a session after which the processes end; they start again when they are needed. */
  restAfter?: number;
}

/** One press of a volume key. */
const volumeStep = 0.1;
const usualRest = 5 * 60_000;

/** Starts the voice. Without a sound system the totem is mute, and looks for one at every session. */
export async function startSpeech(options: SpeechOptions): Promise<Speech> {
  const { speech, audio, send, faults, log, system = '/', restAfter = usualRest } = options;
  let queue = emptyQueue;
  let { volume } = speech;
  let speaker: Speaker | null = null;
  let listener: Listener | null = null;
  let resting: NodeJS.Timeout | undefined;
  let stopped = false;
  const reader = createReader();

  const headphones = await watchHeadphones(
    speech.headphones,
    (privately) => {
      handle({ type: 'jack', privately });
      tellVoice();
    },
    log,
  );
  queue = { ...emptyQueue, privately: headphones.plugged() };

  const greeting = (): AgentMessage => ({
    type: 'voice',
    languages: [...(speaker?.languages() ?? [])],
    understood: [...(listener?.languages() ?? [])],
    volume,
    privateListening: headphones.plugged(),
  });
  const tellVoice = (): void => send(greeting());

  const events: QueueEvent[] = [];
  let handling = false;
  /** One event after the other: what an action brings about at once waits for its turn. */
  const handle = (event: QueueEvent): void => {
    events.push(event);
    if (handling) return;
    handling = true;
    for (let next = events.shift(); next !== undefined; next = events.shift()) {
      const step = decide(queue, next);
      queue = step.queue;
      for (const action of step.actions) act(action);
    }
    handling = false;
  };
  const act = (action: QueueAction): void => {
    if (action.do === 'silence') speaker?.silence();
    else if (action.do === 'speak') speak(action.saying);
    else send({ type: 'speech', id: action.id, state: action.state });
  };
  const speak = ({ id, text, language }: Saying): void => {
    const sentences = reader.sentencesOf(text, language);
    if (sentences.length === 0 || !speaker?.languages().includes(language)) {
      handle({ type: sentences.length === 0 ? 'ended' : 'failed' });
      return;
    }
    speaker.speak(
      language,
      sentences.map(({ spoken }) => spoken),
      {
        sentence: ({ index, milliseconds, visemes, words }) => {
          const sentence = sentences[index];
          if (sentence === undefined) return;
          const placed = words.map(({ at, start, end }) => ({ at, ...sentence.rangeOf(start, end) }));
          send({ type: 'speech_sentence', id, text: sentence.text, milliseconds, visemes, words: placed });
        },
        ended: () => handle({ type: 'ended' }),
        failed: () => handle({ type: 'failed' }),
      },
    );
  };

  /** Looks for the sound system, and opens voice and ear once it is there. */
  const open = async (): Promise<void> => {
    if (speaker !== null || speech.engine === 'none') return;
    const devices = devicesOf(audio, await soundSystem(process.env, system));
    if (stopped || speaker !== null) return;
    if (!devices.ok) {
      if (speech.engine !== 'auto') faults.raise('speech.missing', devices.error.message);
      return;
    }
    const { sink, source } = devices.value;
    if (sink !== null) {
      const [element, device] = nameOf(sink);
      speaker = createSpeaker({
        open: {
          type: 'open',
          piper: speech.engine === 'piper' ? speech.piper : {},
          sink: element === 'alsasink' ? 'alsasink' : 'pulsesink',
          device,
          volume,
          rate: speech.rate,
        },
        asked: speech.engine !== 'auto',
        faults,
        onLanguages: tellVoice,
        log,
        ...(options.programs?.speaker && { program: options.programs.speaker }),
      });
    }
    const models = spokenLanguages.filter((language) => speech.recogniser[language] !== undefined);
    if (source !== null && models.length > 0) listener = openEar(source, models);
    if (speech.engine !== 'auto') faults.clear('speech.missing');
    speaker?.warm();
  };
  const openEar = (source: readonly string[], models: readonly SpokenLanguage[]): Listener => {
    const [element, device] = nameOf(source);
    return createListener({
      open: {
        type: 'open',
        models: speech.recogniser,
        source: element === 'alsasrc' ? 'alsasrc' : 'pulsesrc',
        device,
      },
      languages: models,
      news: {
        state: (state) => send({ type: 'microphone', state }),
        hearing: (text) => send({ type: 'hearing', text }),
        end: (end, text) => send({ type: 'heard', end, text }),
      },
      faults,
      log,
      ...(options.programs?.ear && { program: options.programs.ear }),
    });
  };
  const setVolume = (wanted: number): void => {
    volume = Math.min(1, Math.max(0, Math.round(wanted * 100) / 100));
    speaker?.setVolume(volume);
    options.onVolume?.(volume);
    tellVoice();
  };
  const restLater = (): void => {
    clearTimeout(resting);
    resting = setTimeout(() => {
      void speaker?.rest();
      void listener?.rest();
    }, restAfter);
  };

  await open();
  restLater();
  return {
    greeting,
    heard(message) {
      switch (message.type) {
        case 'say': {
          const { id, text, language, privacy, when } = message;
          return handle({ type: 'say', saying: { id, text, language, privacy }, when });
        }
        case 'stop_saying':
          return handle({ type: 'stop' });
        case 'say_again':
          return handle({ type: 'again' });
        case 'volume':
          return setVolume(message.volume);
        case 'listen':
          // It would hear itself.
          handle({ type: 'stop' });
          if (listener?.languages().includes(message.language)) return listener.listen(message.language);
          return send({ type: 'heard', end: 'failed', text: '' });
        case 'listened':
          return message.cancel ? listener?.cancel() : listener?.finish();
      }
    },
    session(active) {
      clearTimeout(resting);
      if (active) {
        if (speaker === null) void open();
        else speaker.warm();
        return;
      }
      handle({ type: 'forget' });
      listener?.cancel();
      if (volume !== speech.volume) setVolume(speech.volume);
      restLater();
    },
    volumeKey: (direction) => setVolume(volume + (direction === 'up' ? volumeStep : -volumeStep)),
    async stop() {
      stopped = true;
      clearTimeout(resting);
      headphones.stop();
      handle({ type: 'forget' });
      await Promise.all([speaker?.stop(), listener?.stop()]);
    },
  };
}

/** Words of `devicesOf` as an element's name and the value of its device. */
function nameOf([element = '', property]: readonly string[]): [element: string, device: string | null] {
  return [element, property === undefined ? null : property.slice(property.indexOf('=') + 1)];
}
