import type { SpokenLanguage } from '../../../protocol/speech.ts';
import type { Spoken, Voice } from '../types.ts';
import type { FromSpeaker } from './messages.ts';
import type { Player } from './player.ts';

export interface Narrator {
  /** Speaks the sentences; ends what it was speaking. */
  speak(number: number, language: SpokenLanguage, sentences: readonly string[]): void;
  silence(): void;
  /** The device failed. */
  failed(message: string): void;
}

/** Milliseconds between two looks at how far the sound is. */
const lookEvery = 20;
/** Milliseconds between two signs of life, and how long an engine may be at one piece before there are none. */
const aliveEvery = 1000;
const longestPiece = 20_000;
/** Sound that is made ahead of what is heard, in milliseconds: enough to bridge a busy moment, little to waste. */
const ahead = 4000;
/** Zeros after the last sentence, so that the device gives out all before them. */
const tailMilliseconds = 60;

interface Placed extends Spoken {
  index: number;
  /** When it begins to sound, in milliseconds of the player. */
  from: number;
}

/** Lets a voice speak through a player, a little ahead of what is heard, and tells what sounds when. */
export function createNarrator(options: {
  voice: Voice;
  player: Player;
  rate: number;
  send(message: FromSpeaker): void;
}): Narrator {
  const { voice, player, rate, send } = options;
  let running: { number: number; abort: AbortController } | null = null;

  const end = (): void => {
    running?.abort.abort();
    running = null;
    player.silence();
  };

  const run = async (
    number: number,
    language: SpokenLanguage,
    sentences: readonly string[],
    signal: AbortSignal,
  ): Promise<void> => {
    const placed: Placed[] = [];
    let sampleRate = 0;
    let total = 0;
    let movedAt = performance.now();
    let heardBefore = 0;
    const look = (): void => {
      const now = player.position();
      while (placed[0] !== undefined && placed[0].from <= now) {
        const { index, visemes, words, pcm } = placed[0];
        placed.shift();
        const milliseconds = Math.round((pcm.length / 2 / sampleRate) * 1000);
        send({ type: 'sentence', number, index, milliseconds, visemes, words });
      }
      if (now > heardBefore) movedAt = performance.now();
      heardBefore = now;
    };
    const waitUntil = async (heard: number): Promise<void> => {
      while (!signal.aborted && (player.position() < heard || placed.length > 0)) {
        await pause(lookEvery, signal);
        if (!signal.aborted) look();
        if (placed.length > 0 && player.position() >= heard) return;
      }
    };
    // A device that stands still, and an engine that does not come back, are no life.
    const life = setInterval(() => {
      if (performance.now() - movedAt < longestPiece) send({ type: 'alive' });
    }, aliveEvery);
    signal.addEventListener('abort', () => clearInterval(life), { once: true });
    for (const [index, sentence] of sentences.entries()) {
      for await (const spoken of voice.speak(sentence, language, { rate, signal })) {
        if (signal.aborted) return;
        if (sampleRate !== 0 && spoken.sampleRate !== sampleRate) {
          // Another rate needs the device anew.
          await waitUntil(total);
          sampleRate = 0;
        }
        if (sampleRate === 0) {
          sampleRate = spoken.sampleRate;
          total = 0;
          player.begin(sampleRate);
        }
        movedAt = performance.now();
        const from = Math.max(total, player.position());
        placed.push({ ...spoken, index, from });
        total = from + (spoken.pcm.length / 2 / sampleRate) * 1000;
        player.push(spoken.pcm);
        look();
        await waitUntil(total - ahead);
        if (signal.aborted) return;
      }
    }
    if (sampleRate !== 0) player.push(Buffer.alloc(Math.round((sampleRate * tailMilliseconds) / 1000) * 2));
    await waitUntil(total);
  };

  const report = (number: number, outcome: FromSpeaker): void => {
    if (running?.number !== number) return;
    end();
    send(outcome);
  };

  return {
    speak(number, language, sentences) {
      end();
      const abort = new AbortController();
      running = { number, abort };
      run(number, language, sentences, abort.signal).then(
        () => report(number, { type: 'ended', number }),
        (error: unknown) => report(number, { type: 'failed', number, message: reasonOf(error) }),
      );
    },
    silence() {
      end();
      send({ type: 'silent' });
    },
    failed(message) {
      if (running)
        report(running.number, { type: 'failed', number: running.number, message: message.slice(0, 500) });
    },
  };
}

export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 500);
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done, { once: true });
  });
}
