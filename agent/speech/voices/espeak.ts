import type { SpokenLanguage, WordTime } from '../../../protocol/index.ts';
import { type Espeak, type EspeakEvent, loadEspeak } from '../../libc/index.ts';
import type { Voice } from '../types.ts';
import { createShaper, type Shaper, visemesOf } from '../visemes/index.ts';

/**
 * Voices of espeak-ng. The plain Mandarin voice of release 1.51, which Debian 12 has, reads its own pinyin with
 * English letters (espeak-ng issues 1044 and 1236); the one for pinyin reads Chinese signs as it should.
 */
export const espeakVoices: Record<SpokenLanguage, string> = {
  it: 'it',
  en: 'en',
  de: 'de',
  fr: 'fr',
  es: 'es',
  ar: 'ar',
  zh: 'cmn-latn-pinyin',
};

/** Words a minute that espeak-ng takes for its own speed, and the limits in which it is understood. */
const ownSpeed = 175;
const slowest = 80;
const fastest = 400;

/** Opens the synthesiser. Rejects where libespeak-ng is not installed. */
export async function openEspeakVoice(library?: string): Promise<Voice> {
  const espeak = await loadEspeak(library);
  return espeakVoice(espeak);
}

export function espeakVoice(espeak: Espeak): Voice {
  const shapers = new Map<SpokenLanguage, Shaper>();
  const languages = Object.keys(espeakVoices).filter(isSpoken);
  const shaperOf = (language: SpokenLanguage): Shaper => {
    const known = shapers.get(language);
    if (known !== undefined) return known;
    const made = createShaper(language);
    shapers.set(language, made);
    return made;
  };
  return {
    languages,
    async *speak(text, language, { rate, signal }) {
      // What came before in the queue of this process, such as a cancellation, is heard first.
      await new Promise((resolve) => setImmediate(resolve));
      if (signal.aborted) return;
      if (!espeak.setVoice(espeakVoices[language])) throw new Error(`espeak-ng has no voice for ${language}`);
      espeak.setSpeed(Math.min(fastest, Math.max(slowest, ownSpeed * rate)));
      const made = espeak.synthesise(text);
      if (made === null) throw new Error('espeak-ng refuses the text');
      if (made.pcm.length === 0) return;
      const milliseconds = (made.pcm.length / 2 / espeak.sampleRate) * 1000;
      const phonemes = made.events.filter(({ kind }) => kind === 'phoneme');
      yield {
        pcm: made.pcm,
        sampleRate: espeak.sampleRate,
        visemes: visemesOf(phonemes, shaperOf(language), milliseconds),
        words: wordsOf(text, made.events, milliseconds),
      };
    },
    close: () => undefined,
  };
}

/** The library counts characters from 1; ranges here are UTF-16 units from 0. */
function wordsOf(text: string, events: readonly EspeakEvent[], milliseconds: number): WordTime[] {
  const units: number[] = [];
  let unit = 0;
  for (const character of text) {
    units.push(unit);
    unit += character.length;
  }
  const unitAt = (character: number): number => units[character] ?? text.length;
  const words: WordTime[] = [];
  for (const { kind, at, position, length } of events) {
    if (kind !== 'word') continue;
    const start = unitAt(Math.max(0, position - 1));
    const end = Math.max(start, unitAt(position - 1 + length));
    words.push({ at: Math.min(Math.max(0, at), Math.floor(milliseconds)), start, end });
  }
  return words;
}

function isSpoken(name: string): name is SpokenLanguage {
  return Object.hasOwn(espeakVoices, name);
}
