import { createRequire } from 'node:module';
import { type RecogniserModel, spokenLanguages } from '../../../protocol/speech.ts';
import { type Recogniser, recogniserRate } from './types.ts';

interface SherpaStream {
  acceptWaveform(sound: { samples: Float32Array; sampleRate: number }): void;
  inputFinished(): void;
}
interface SherpaRecogniser {
  createStream(): SherpaStream;
  isReady(stream: SherpaStream): boolean;
  decode(stream: SherpaStream): void;
  getResult(stream: SherpaStream): { text: string };
}
interface Sherpa {
  OnlineRecognizer: new (configuration: object) => SherpaRecogniser;
}

/** Silence that a streaming model needs behind the last word to give it out, in seconds. */
const tailSeconds = 0.4;

/** Streaming transducer models through sherpa-onnx. Rejects where `sherpa-onnx-node` is not installed. */
export async function openSherpaRecogniser(
  models: Readonly<Record<string, RecogniserModel>>,
): Promise<Recogniser> {
  const sherpa: unknown = createRequire(import.meta.url)('sherpa-onnx-node');
  if (!isSherpa(sherpa)) throw new Error('sherpa-onnx-node has no OnlineRecognizer');
  const { OnlineRecognizer } = sherpa;
  const loaded = new Map<string, SherpaRecogniser>();
  return {
    languages: spokenLanguages.filter((language) => models[language] !== undefined),
    begin(language) {
      const model = models[language];
      if (model === undefined) throw new Error(`there is no model for ${language}`);
      const { encoder, decoder, joiner, tokens } = model;
      const recogniser =
        loaded.get(language) ??
        new OnlineRecognizer({
          featConfig: { sampleRate: recogniserRate, featureDim: 80 },
          modelConfig: {
            transducer: { encoder, decoder, joiner },
            tokens,
            numThreads: 1,
            provider: 'cpu',
            debug: false,
          },
          enableEndpoint: false,
        });
      loaded.set(language, recogniser);
      const stream = recogniser.createStream();
      const decode = (): void => {
        while (recogniser.isReady(stream)) recogniser.decode(stream);
      };
      return {
        accept(samples) {
          stream.acceptWaveform({ samples, sampleRate: recogniserRate });
          decode();
        },
        text: () => recogniser.getResult(stream).text.trim(),
        finish() {
          stream.acceptWaveform({
            samples: new Float32Array(recogniserRate * tailSeconds),
            sampleRate: recogniserRate,
          });
          stream.inputFinished();
          decode();
          return recogniser.getResult(stream).text.trim();
        },
      };
    },
  };
}

function isSherpa(value: unknown): value is Sherpa {
  return (
    typeof value === 'object' &&
    value !== null &&
    'OnlineRecognizer' in value &&
    typeof value.OnlineRecognizer === 'function'
  );
}
