import type { Logger } from 'pino';
import { type SpokenLanguage, validatorOf } from '../../protocol/index.ts';
import { type SpeechChild, startSpeechChild } from './child.ts';
import { FromSpeaker, type OpenSpeaker, type ToSpeaker } from './sound/messages.ts';
import type { SpeechFaults } from './types.ts';

export interface SpokenSentence extends Omit<Extract<FromSpeaker, { type: 'sentence' }>, 'type' | 'number'> {}

/** What one saying comes to. Nothing is told of one that was silenced. */
export interface Telling {
  sentence(spoken: SpokenSentence): void;
  ended(): void;
  failed(): void;
}

/** The process that speaks, started when it is needed, watched, and started again when it breaks. */
export interface Speaker {
  /** Starts the process ahead of its first sentence. */
  warm(): void;
  /** Whether it can speak as far as is known, and which languages once it has said so. */
  languages(): readonly SpokenLanguage[];
  speak(language: SpokenLanguage, sentences: readonly string[], telling: Telling): void;
  silence(): void;
  setVolume(volume: number): void;
  /** Ends the process; the next sentence starts another. */
  rest(): Promise<void>;
  stop(): Promise<void>;
}

/** Milliseconds. */
export interface SpeakerPatience {
  /** To be ready after the start. */
  start: number;
  /** Between two signs of life while it speaks. */
  life: number;
  /** To be silent when it is told. */
  silence: number;
  /** After something is missing, before it is looked for again. */
  missing: number;
}

export const usualPatience: SpeakerPatience = { start: 20_000, life: 6000, silence: 1500, missing: 600_000 };

export interface SpeakerOptions {
  open: OpenSpeaker;
  /** Whether it is a fault that something is missing: it was asked for by name. */
  asked: boolean;
  faults: SpeechFaults;
  onLanguages(): void;
  log: Logger;
  patience?: SpeakerPatience;
  program?: URL;
  /** Milliseconds of a clock that never goes back. */
  now?: () => number;
}

const validate = validatorOf(FromSpeaker);

export function createSpeaker(options: SpeakerOptions): Speaker {
  const { faults, log, patience = usualPatience, now = () => performance.now() } = options;
  const program = options.program ?? new URL('./sound/process.ts', import.meta.url);
  let child: SpeechChild<ToSpeaker> | null = null;
  let ready = false;
  let languages: readonly SpokenLanguage[] = [];
  let volume = options.open.volume;
  let number = 0;
  let speaking: { number: number; telling: Telling } | null = null;
  /** What is to be spoken as soon as the process is ready. */
  let early: ToSpeaker | null = null;
  let failures = 0;
  let notBefore = Number.NEGATIVE_INFINITY;
  let deadline: NodeJS.Timeout | undefined;
  const ending = new Set<Promise<void>>();

  const expect = (milliseconds: number, what: string): void => {
    clearTimeout(deadline);
    // What waits in the channel is read first, where this process itself was held up.
    deadline = setTimeout(() => setImmediate(() => setImmediate(() => broke(what))), milliseconds);
    const own = deadline;
    const broke = (reason: string): void => {
      if (deadline === own) broken(reason);
    };
  };
  const expectNothing = (): void => {
    clearTimeout(deadline);
    deadline = undefined;
  };
  const drop = (): void => {
    expectNothing();
    const dropped = child;
    child = null;
    ready = false;
    early = null;
    if (dropped === null) return;
    const gone = dropped.kill().finally(() => ending.delete(gone));
    ending.add(gone);
  };
  /** The process is of no use any more. */
  const broken = (reason: string): void => {
    drop();
    failures += 1;
    // One break is got over at once, many are not worth a process each.
    notBefore = now() + (failures === 1 ? 0 : Math.min(30_000, 500 * 2 ** Math.min(failures, 10)));
    log.warn({ reason, failures }, 'the voice broke');
    faults.raise('speech.failed', `the voice broke: ${reason}`);
    fail();
  };
  const fail = (): void => {
    const failed = speaking;
    speaking = null;
    failed?.telling.failed();
  };
  const setLanguages = (now: readonly SpokenLanguage[]): void => {
    languages = now;
    options.onLanguages();
  };

  const receive = (message: FromSpeaker): void => {
    if (message.type === 'ready') {
      ready = true;
      expectNothing();
      faults.clear('speech.missing');
      setLanguages(message.languages);
      if (early !== null) sendSpeak(early);
      early = null;
      return;
    }
    if (message.type === 'missing') {
      drop();
      notBefore = now() + patience.missing;
      log.info({ reason: message.message }, 'this totem cannot speak');
      if (options.asked) faults.raise('speech.missing', message.message);
      setLanguages([]);
      fail();
      return;
    }
    if (message.type === 'silent') {
      if (speaking === null) expectNothing();
      return;
    }
    if (speaking === null || ('number' in message && message.number !== speaking.number)) return;
    const { telling } = speaking;
    if (message.type === 'ended' || message.type === 'failed') {
      expectNothing();
      speaking = null;
      if (message.type === 'ended') {
        failures = 0;
        faults.clear('speech.failed');
        telling.ended();
      } else {
        faults.raise('speech.failed', message.message);
        telling.failed();
      }
      return;
    }
    expect(patience.life, 'it hangs');
    if (message.type === 'sentence') telling.sentence(message);
  };

  const start = (): boolean => {
    if (child !== null) return true;
    if (now() < notBefore) return false;
    const started: SpeechChild<ToSpeaker> = startSpeechChild<ToSpeaker, FromSpeaker>({
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
    log.info({ pid: started.pid }, 'voice started');
    started.send({ ...options.open, volume });
    expect(patience.start, 'it does not start');
    return true;
  };
  const sendSpeak = (message: ToSpeaker): void => {
    child?.send(message);
    expect(patience.life, 'it hangs');
  };

  return {
    warm: () => void start(),
    languages: () => languages,
    speak(language, sentences, telling) {
      number += 1;
      if (!start()) {
        telling.failed();
        return;
      }
      speaking = { number, telling };
      const message: ToSpeaker = { type: 'speak', number, language, sentences: [...sentences] };
      if (ready) sendSpeak(message);
      else early = message;
    },
    silence() {
      speaking = null;
      early = null;
      if (child === null || !ready) return;
      child.send({ type: 'silence' });
      expect(patience.silence, 'it does not fall silent');
    },
    setVolume(wanted) {
      volume = wanted;
      if (ready) child?.send({ type: 'volume', volume });
    },
    async rest() {
      speaking = null;
      drop();
      await Promise.all(ending);
    },
    async stop() {
      speaking = null;
      drop();
      await Promise.all(ending);
    },
  };
}
