import { createRequire } from 'node:module';
import {
  type PiperVoice,
  type SpokenLanguage,
  spokenLanguages,
  type WordTime,
} from '../../../protocol/speech.ts';
import type { Voice } from '../types.ts';
import { visemesOfLoudness } from '../visemes/index.ts';

/** What is used of an `OfflineTts` of sherpa-onnx-node, which comes without types. */
export interface SherpaSpeaker {
  generateAsync(request: {
    text: string;
    sid: number;
    speed: number;
    enableExternalBuffer: boolean;
  }): Promise<{
    samples: Float32Array;
    sampleRate: number;
  }>;
}

interface Sherpa {
  OfflineTts: new (configuration: object) => SherpaSpeaker;
}

/** Voices of Piper. Rejects where `sherpa-onnx-node` is not installed; a model is loaded at its first sentence. */
export async function openPiperVoice(models: Readonly<Record<string, PiperVoice>>): Promise<Voice> {
  const sherpa: unknown = createRequire(import.meta.url)('sherpa-onnx-node');
  if (!isSherpa(sherpa)) throw new Error('sherpa-onnx-node has no OfflineTts');
  const { OfflineTts } = sherpa;
  return piperVoice(models, ({ model, tokens, data }) => {
    const vits = { model, tokens, dataDir: data };
    return new OfflineTts({
      model: { vits, numThreads: 1, debug: false, provider: 'cpu' },
      maxNumSentences: 1,
    });
  });
}

/** @param load opens a model; it may take seconds */
export function piperVoice(
  models: Readonly<Record<string, PiperVoice>>,
  load: (model: PiperVoice) => SherpaSpeaker,
): Voice {
  const languages = spokenLanguages.filter((language) => models[language] !== undefined);
  const loaded = new Map<SpokenLanguage, SherpaSpeaker>();
  return {
    languages,
    async *speak(text, language, { rate, signal }) {
      await new Promise((resolve) => setImmediate(resolve));
      if (signal.aborted) return;
      const model = models[language];
      if (model === undefined) throw new Error(`there is no model for ${language}`);
      let speaker = loaded.get(language);
      if (speaker === undefined) {
        speaker = load(model);
        loaded.set(language, speaker);
      }
      const { samples, sampleRate } = await speaker.generateAsync({
        text,
        sid: model.speaker,
        speed: rate,
        enableExternalBuffer: false,
      });
      if (signal.aborted || samples.length === 0) return;
      const pcm = toPcm(samples);
      const milliseconds = (samples.length / sampleRate) * 1000;
      yield {
        pcm,
        sampleRate,
        // The model tells nothing of its phonemes.
        visemes: visemesOfLoudness(pcm, sampleRate),
        words: wordsByLength(text, milliseconds),
      };
    },
    close: () => loaded.clear(),
  };
}

/** Words share the time by their letters: near enough for a caption that is marked as it is spoken. */
function wordsByLength(text: string, milliseconds: number): WordTime[] {
  const found = [...text.matchAll(/\S+/gu)];
  const letters = found.reduce((sum, { 0: word }) => sum + word.length + 1, 0);
  let before = 0;
  return found.map(({ 0: word, index }) => {
    const at = Math.floor((milliseconds * before) / letters);
    before += word.length + 1;
    return { at, start: index, end: index + word.length };
  });
}

function toPcm(samples: Float32Array): Buffer {
  const bytes = Buffer.alloc(samples.length * 2);
  samples.forEach((value, index) => {
    bytes.writeInt16LE(Math.round(Math.max(-1, Math.min(1, value)) * 32_767), index * 2);
  });
  return bytes;
}

function isSherpa(value: unknown): value is Sherpa {
  return (
    typeof value === 'object' &&
    value !== null &&
    'OfflineTts' in value &&
    typeof value.OfflineTts === 'function'
  );
}
