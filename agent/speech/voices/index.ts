import type { PiperVoice, SpokenLanguage } from '../../../protocol/speech.ts';
import type { Voice } from '../types.ts';
import { openEspeakVoice } from './espeak.ts';
import { openPiperVoice } from './piper.ts';

export { espeakVoice, espeakVoices, openEspeakVoice } from './espeak.ts';
export { openPiperVoice, piperVoice, type SherpaSpeaker } from './piper.ts';

/**
 * The voice of this totem: Piper's for the languages that have a model, espeak-ng's for the others. Rejects
 * where something that was asked for is not installed.
 */
export async function openVoice(models: Readonly<Record<string, PiperVoice>>): Promise<Voice> {
  if (Object.keys(models).length === 0) return openEspeakVoice();
  const piper = await openPiperVoice(models);
  // A totem may have Piper alone: espeak-ng then speaks nothing.
  const espeak = await openEspeakVoice().catch(() => null);
  return espeak === null ? piper : inTurn(piper, espeak);
}

function inTurn(first: Voice, second: Voice): Voice {
  const languages = new Set<SpokenLanguage>([...first.languages, ...second.languages]);
  return {
    languages: [...languages],
    speak: (text, language, options) =>
      (first.languages.includes(language) ? first : second).speak(text, language, options),
    close() {
      first.close();
      second.close();
    },
  };
}
