/** What libespeak-ng tells of while it synthesises (espeak_EVENT of speak_lib.h). */
export interface EspeakEvent {
  kind: 'word' | 'sentence' | 'end' | 'phoneme';
  /** Milliseconds of sound since the beginning of the text. */
  at: number;
  /** Characters (not UTF-16 units) from the beginning of the text; the first one is 1. */
  position: number;
  /** Characters of a word. */
  length: number;
  /** Mnemonic of a phoneme in espeak-ng's own notation; empty for the others. */
  phoneme: string;
}

/** The synthesiser. It is one in a process, and answers before it returns. */
export interface Espeak {
  /** Samples in a second. */
  sampleRate: number;
  /** False where there is no such voice. */
  setVoice(name: string): boolean;
  /** Words in a minute; 175 is its own. */
  setSpeed(wordsPerMinute: number): void;
  /**
   * Synthesises a text: plain, neither SSML nor phonemes in brackets are looked for. Null where it refuses.
   *
   * @param phonemes whether `[[...]]` in the text names phonemes
   */
  synthesise(text: string, phonemes?: boolean): { pcm: Buffer; events: EspeakEvent[] } | null;
}

const kinds = new Map<number, EspeakEvent['kind']>([
  [1, 'word'],
  [2, 'sentence'],
  [5, 'end'],
  [7, 'phoneme'],
]);

/** Synchronous output, phoneme events, and no exit where the data are missing (speak_lib.h). */
const synchronous = 2;
const options = 0x0001 | 0x8000;
const bufferMilliseconds = 200;
const inUtf8 = 1;
const bracketsArePhonemes = 0x100;
const speedParameter = 1;
const positionByCharacter = 1;

/**
 * Binds libespeak-ng (1.50 or newer) through koffi. Rejects where it is not installed. A wrong data folder or a
 * damaged voice may end the process: load it in one that may end.
 */
export async function loadEspeak(library = 'libespeak-ng.so.1'): Promise<Espeak> {
  const { default: koffi } = await import('koffi');
  const espeak = koffi.load(library);
  const callbackType = koffi.proto('int EspeakCallback(void *samples, int count, void *events)');
  const initialise = espeak.func(
    'int espeak_Initialize(int output, int milliseconds, const char *path, int options)',
  );
  const onSamples = espeak.func('void espeak_SetSynthCallback(EspeakCallback *callback)');
  const setVoiceByName = espeak.func('int espeak_SetVoiceByName(const char *name)');
  const setParameter = espeak.func('int espeak_SetParameter(int parameter, int value, int relative)');
  const synth = espeak.func(
    'int espeak_Synth(const void *text, size_t size, unsigned int position, int positionType, unsigned int end, unsigned int flags, void *identifier, void *user)',
  );

  /** int type, unsigned id, int position, length, audio position, sample; a pointer; a union of 8 bytes. */
  const pointerBytes = koffi.sizeof('void *');
  const eventBytes = 24 + pointerBytes + 8;
  let pieces: Buffer[] = [];
  let events: EspeakEvent[] = [];

  const sampleRate: unknown = initialise(synchronous, bufferMilliseconds, null, options);
  if (typeof sampleRate !== 'number' || sampleRate <= 0)
    throw new Error('espeak-ng finds no data of its voices');
  const take = (samples: unknown, count: number, list: unknown): number => {
    // The memory is the library's own after the call: what is kept is copied.
    if (samples !== null && count > 0)
      pieces.push(Buffer.from(new Uint8Array(koffi.view(samples, count * 2)).slice()));
    for (let index = 0; ; index += 1) {
      const event = Buffer.from(koffi.view(list, (index + 1) * eventBytes)).subarray(index * eventBytes);
      const type = event.readInt32LE(0);
      if (type === 0) return 0;
      const kind = kinds.get(type);
      if (kind === undefined) continue;
      events.push({
        kind,
        position: event.readInt32LE(8),
        length: event.readInt32LE(12),
        at: event.readInt32LE(16),
        phoneme: kind === 'phoneme' ? nameIn(event.subarray(24 + pointerBytes, eventBytes)) : '',
      });
    }
  };
  onSamples(koffi.register(take, koffi.pointer(callbackType)));

  return {
    sampleRate,
    setVoice: (name) => setVoiceByName(name) === 0,
    setSpeed(wordsPerMinute) {
      setParameter(speedParameter, Math.round(wordsPerMinute), 0);
    },
    synthesise(text, phonemes = false) {
      pieces = [];
      events = [];
      const bytes = Buffer.from(`${text.replaceAll('\0', ' ')}\0`);
      const flags = inUtf8 | (phonemes ? bracketsArePhonemes : 0);
      const answer: unknown = synth(bytes, bytes.length, 0, positionByCharacter, 0, flags, null, null);
      return answer === 0 ? { pcm: Buffer.concat(pieces), events } : null;
    },
  };
}

/** Eight bytes at most, without a final zero where all are used. */
function nameIn(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
}
