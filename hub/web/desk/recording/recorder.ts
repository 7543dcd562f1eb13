import type { CallSoundQuery } from '../../../../protocol/calls/recordings.ts';
import type { Problem, Result } from '../../../../protocol/errors.ts';
import { createMix } from './mix.ts';

/** What every desk records: WebM with Opus, which the hub takes in. */
const kind = 'audio/webm;codecs=opus';
const bitsPerSecond = 32_000;
/** How long a part is (ms): what is lost where the desk crashes. */
const partTakes = 5_000;
/** Without a hub so many parts wait, half an hour of them, and each is tried again so often (ms). */
const mostWaiting = 360;
const retryAfter = 2_000;
/** A browser that says nothing about sound for so long (ms) waits for a touch. */
const wakesWithin = 1_500;

export const recordsSound = (): boolean =>
  typeof MediaRecorder !== 'undefined' && MediaRecorder.isTypeSupported(kind);

export type HandIn = (part: CallSoundQuery, sound: Blob) => Promise<Result<unknown>>;

export interface RecorderOptions {
  handIn: HandIn;
  /** The browser is silent until somebody touches the page. */
  onSilent(): void;
  /** No more can be handed in. */
  onFailed(problem: Problem): void;
}

/** One take: from its start to its end, handed in part by part. */
export interface SoundRecorder {
  follow(tracks: readonly MediaStreamTrack[]): void;
  /** Ends it, and hands in what there is. */
  finish(): void;
}

const passing = new Set<Problem['code']>(['unavailable', 'internal', 'too_many_requests', 'offline']);

export function recordSound({ handIn, onSilent, onFailed }: RecorderOptions): SoundRecorder {
  const take = crypto.randomUUID();
  const mix = createMix();
  const recorder = new MediaRecorder(mix.stream, { mimeType: kind, audioBitsPerSecond: bitsPerSecond });
  const began = performance.now();
  const waiting: { part: CallSoundQuery; sound: Blob }[] = [];
  let parts = 0;
  let working = false;
  let failed = false;

  const fail = (problem: Problem) => {
    if (failed) return;
    failed = true;
    waiting.length = 0;
    finish();
    onFailed(problem);
  };

  /** One part after the other; one that the hub did not answer about is handed in again. */
  const work = async () => {
    if (working) return;
    working = true;
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      const answer = await handIn(next.part, next.sound);
      if (answer.ok) waiting.shift();
      else if (!passing.has(answer.error.code)) fail(answer.error);
      else await new Promise((resolve) => setTimeout(resolve, retryAfter));
    }
    working = false;
  };

  recorder.addEventListener('dataavailable', ({ data }) => {
    if (data.size === 0 || failed) return;
    if (waiting.length >= mostWaiting) {
      return fail({ code: 'unavailable', message: 'the hub was not reached for too long' });
    }
    waiting.push({ part: { take, part: parts, until: Math.round(performance.now() - began) }, sound: data });
    parts += 1;
    void work();
  });
  recorder.addEventListener('stop', () => mix.stop());
  const timer = setTimeout(() => {
    if (!mix.runs()) onSilent();
  }, wakesWithin);

  function finish(): void {
    clearTimeout(timer);
    if (recorder.state !== 'inactive') recorder.stop();
  }

  recorder.start(partTakes);
  return { follow: mix.follow, finish };
}
