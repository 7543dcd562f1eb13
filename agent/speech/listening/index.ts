import type { Logger } from 'pino';
import {
  type ListeningEnd,
  type MicrophoneState,
  type SpokenLanguage,
  validatorOf,
} from '../../../protocol/index.ts';
import { type SpeechChild, startSpeechChild } from '../child.ts';
import type { SpeechFaults } from '../types.ts';
import { FromEar, type OpenEar, type ToEar } from './messages.ts';

export type { Recogniser, Utterance } from './types.ts';

/** Push to talk: the microphone is open from `listen` until `finish` or `cancel`, and nothing is recorded. */
export interface Listener {
  /** Languages that are understood; those of the configuration until the engine has spoken. */
  languages(): readonly SpokenLanguage[];
  state(): MicrophoneState;
  /** Begins anew; an utterance that is under way is cancelled. */
  listen(language: SpokenLanguage): void;
  /** The button is let go: the end follows with the text. */
  finish(): void;
  /** The end follows at once, without text. */
  cancel(): void;
  /** Ends the process; the next utterance starts another. */
  rest(): Promise<void>;
  stop(): Promise<void>;
}

export interface ListenerNews {
  state(state: MicrophoneState): void;
  /** All that has been understood so far. */
  hearing(text: string): void;
  /** Told once for each `listen`. */
  end(end: ListeningEnd, text: string): void;
}

/** Milliseconds. */
export interface ListenerPatience {
  /** For the engine to load its models. */
  start: number;
  /** Until the first sound, and between two pieces of it. */
  sound: number;
  /** For the text after the button was let go. */
  finish: number;
  /** Longest that the microphone stays open, whoever holds the button. */
  longest: number;
}

export const usualListenerPatience: ListenerPatience = {
  start: 30_000,
  sound: 5000,
  finish: 5000,
  longest: 30_000,
};

export interface ListenerOptions {
  open: OpenEar;
  languages: readonly SpokenLanguage[];
  news: ListenerNews;
  faults: SpeechFaults;
  log: Logger;
  patience?: ListenerPatience;
  program?: URL;
}

const validate = validatorOf(FromEar);
/** Part of the faults of this engine, beside the voice. */
const part = 'listening';

export function createListener(options: ListenerOptions): Listener {
  const { news, faults, log, patience = usualListenerPatience } = options;
  const program = options.program ?? new URL('./process.ts', import.meta.url);
  let child: SpeechChild<ToEar> | null = null;
  let ready = false;
  let languages = options.languages;
  let state: MicrophoneState = 'off';
  let number = 0;
  let language: SpokenLanguage | null = null;
  let deadline: NodeJS.Timeout | undefined;
  let longest: NodeJS.Timeout | undefined;
  const ending = new Set<Promise<void>>();

  const enter = (to: MicrophoneState): void => {
    if (state === to) return;
    state = to;
    news.state(state);
  };
  const expect = (milliseconds: number, what: string): void => {
    clearTimeout(deadline);
    deadline = setTimeout(() => broken(what), milliseconds);
  };
  const drop = (): void => {
    clearTimeout(deadline);
    const dropped = child;
    child = null;
    ready = false;
    if (dropped === null) return;
    const gone = dropped.kill().finally(() => ending.delete(gone));
    ending.add(gone);
  };
  const end = (how: ListeningEnd, text = ''): void => {
    clearTimeout(deadline);
    clearTimeout(longest);
    language = null;
    if (state === 'off') return;
    enter('off');
    news.end(how, text);
  };
  const broken = (reason: string): void => {
    drop();
    log.warn({ reason }, 'the recogniser broke');
    faults.raise('speech.failed', `the recogniser broke: ${reason}`, part);
    end('failed');
  };
  const begin = (): void => {
    if (language === null || !ready) return;
    child?.send({ type: 'listen', number, language });
    expect(patience.sound, 'no sound comes from the microphone');
  };
  const receive = (message: FromEar): void => {
    if (message.type === 'ready') {
      ready = true;
      languages = message.languages;
      clearTimeout(deadline);
      begin();
    } else if (message.type === 'missing') {
      drop();
      languages = [];
      faults.raise('speech.missing', message.message, part);
      end('failed');
    } else if (message.number !== number || state === 'off') return;
    else if (message.type === 'hearing') {
      if (state === 'thinking') return;
      enter('listening');
      expect(patience.sound, 'no sound comes from the microphone');
      news.hearing(message.text);
    } else if (message.type === 'heard') {
      faults.clear('speech.failed', part);
      end(message.text === '' ? 'nothing' : 'heard', message.text);
    } else {
      // The device, not the process: it may be plugged in again.
      faults.raise('speech.failed', message.message, part);
      end('failed');
    }
  };
  const start = (): void => {
    if (child !== null) return;
    const started: SpeechChild<ToEar> = startSpeechChild<ToEar, FromEar>({
      program,
      validate,
      onMessage: (message) => {
        if (child === started) receive(message);
      },
      onExit: (reason) => {
        if (child === started) broken(reason);
      },
      log,
    });
    child = started;
    started.send(options.open);
    expect(patience.start, 'it does not start');
  };
  const stop = async (): Promise<void> => {
    end('cancelled');
    drop();
    await Promise.all(ending);
  };
  const listener: Listener = {
    languages: () => languages,
    state: () => state,
    listen(wanted) {
      listener.cancel();
      number += 1;
      language = wanted;
      enter('opening');
      longest = setTimeout(() => listener.finish(), patience.longest);
      start();
      begin();
    },
    finish() {
      if (state === 'off' || state === 'thinking') return;
      if (state === 'opening') return listener.cancel();
      enter('thinking');
      child?.send({ type: 'finish' });
      expect(patience.finish, 'it gives no text');
    },
    cancel() {
      if (state === 'off') return;
      if (ready) child?.send({ type: 'cancel' });
      // While it loads, its start is still waited for.
      const loading = !ready && child !== null;
      end('cancelled');
      if (loading) expect(patience.start, 'it does not start');
    },
    rest: stop,
    stop,
  };
  return listener;
}
