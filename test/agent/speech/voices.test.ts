import { globSync } from 'node:fs';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { loadEspeak } from '../../../agent/libc/index.ts';
import type { Voice } from '../../../agent/speech/index.ts';
import { createShaper, visemesOf, visemesOfLoudness } from '../../../agent/speech/visemes/index.ts';
import { espeakVoice, piperVoice } from '../../../agent/speech/voices/index.ts';
import { type SpokenLanguage, spokenLanguages, VisemeTime, validatorOf } from '../../../protocol/index.ts';
import { readPhonemeTable } from '../../harness/phoneme-table.ts';

const espeak = await loadEspeak();
const never = new AbortController().signal;
const validViseme = validatorOf(VisemeTime);

const sentences: Record<SpokenLanguage, string> = {
  it: "Buongiorno, l'ufficio è aperto.",
  en: 'Good morning, the office is open.',
  de: 'Guten Tag, das Büro ist geöffnet.',
  fr: 'Bonjour, le bureau est ouvert.',
  es: 'Buenos días, la oficina está abierta.',
  ar: 'مرحبا، المكتب مفتوح.',
  zh: '你好，办公室开着门。',
};

/** What every engine keeps. */
async function keepsTheContract(t: ExecutionContext, voice: Voice, language: SpokenLanguage): Promise<void> {
  const text = sentences[language];
  let pieces = 0;
  for await (const { pcm, sampleRate, visemes, words } of voice.speak(text, language, {
    rate: 1,
    signal: never,
  })) {
    pieces += 1;
    const milliseconds = (pcm.length / 2 / sampleRate) * 1000;
    t.true(milliseconds > 300 && milliseconds < 20_000);
    t.true(pcm.some((byte) => byte !== 0));
    t.true(visemes.length > 3 && visemes.every((viseme) => validViseme(viseme).ok));
    t.true(words.length > 1);
    for (const list of [visemes, words]) {
      t.true(
        list.every(({ at }, index) => at <= Math.ceil(milliseconds) && at >= (list[index - 1]?.at ?? 0)),
      );
    }
    t.is(visemes.at(-1)?.viseme, 'rest');
    t.true(words.every(({ start, end }) => start >= 0 && start <= end && end <= text.length));
  }
  t.true(pieces > 0);
  const over = new AbortController();
  over.abort();
  for await (const _ of voice.speak(text, language, { rate: 1, signal: over.signal }))
    t.fail('spoke after its end');
}

test('espeak-ng speaks every language, with mouth and words in their times', async (t) => {
  const voice = espeakVoice(espeak);
  t.deepEqual([...voice.languages].sort(), [...spokenLanguages].sort());
  for (const language of spokenLanguages) await keepsTheContract(t, voice, language);
});

test('words of espeak-ng are those of the text, also behind signs of two units', async (t) => {
  const text = '😀 Buongiorno a tutti';
  for await (const { words } of espeakVoice(espeak).speak(text, 'it', { rate: 1, signal: never })) {
    const found = words.map(({ start, end }) => text.slice(start, end));
    t.true(
      ['Buongiorno', 'tutti'].every((word) => found.includes(word)),
      found.join(),
    );
  }
});

test('Mandarin is read in Chinese, not as the English letters of its pinyin', async (t) => {
  const phonemes = (text: string) =>
    espeak
      .synthesise(text)
      ?.events.map(({ phoneme }) => phoneme)
      .filter((name) => name !== '');
  t.true(espeak.setVoice('cmn-latn-pinyin'));
  t.false(phonemes('你好')?.includes('(en)'));
});

test('markup and phoneme brackets in a text are only text', async (t) => {
  t.true(espeak.setVoice('it'));
  const plain = espeak.synthesise('ciao');
  const marked = espeak.synthesise(
    '<voice name="en"><audio src="/etc/passwd">ciao</audio></voice> [[h@l\'oU]]',
  );
  t.truthy(plain && marked && marked.pcm.length > plain.pcm.length);
  for (const text of [
    '',
    '\0',
    '\u0007\u001b[31m',
    '<',
    '[[',
    ']]',
    '&#0;',
    '\ud800',
    'ق'.repeat(200),
    '1'.repeat(500),
  ]) {
    t.not(espeak.synthesise(text), null, JSON.stringify(text));
  }
});

test('every phoneme that espeak-ng lists for a voice has its shape', async (t) => {
  const [file = ''] = globSync('/usr/{lib/*,share}/espeak-ng-data/phontab');
  const tables = await readPhonemeTable(file);
  const names: Record<SpokenLanguage, string> = {
    it: 'it',
    en: 'en',
    de: 'de',
    fr: 'fr',
    es: 'es',
    ar: 'ar',
    zh: 'cmn',
  };
  for (const language of spokenLanguages) {
    const shaper = createShaper(language);
    const phonemes = tables.get(names[language]) ?? [];
    t.true(phonemes.length > 80, language);
    for (const { mnemonic, type } of phonemes) {
      const shapes = shaper.shapesOf(mnemonic);
      // A semicolon only makes the sound before it softer, and is a phoneme by its place in the table.
      const sounds = type >= 2 && type <= 8 && !mnemonic.startsWith('#') && mnemonic !== ';';
      if (sounds) t.true(shapes !== null && shapes.length > 0, `${language}: ${mnemonic}`);
      if (type <= 1) t.true(shapes !== null, `${language}: ${mnemonic}`);
    }
  }
  t.deepEqual(createShaper('it').shapesOf('tS'), ['hush']);
  t.deepEqual(createShaper('en').shapesOf('aI'), ['a', 'i']);
  t.deepEqual(createShaper('zh').shapesOf('uA'), ['u', 'a']);
});

test('shapes follow each other within the sound, whatever the phonemes are', (t) => {
  const shaper = createShaper('en');
  const phoneme = fc.record({
    at: fc.integer({ min: -50, max: 3000 }),
    phoneme: fc.string({ maxLength: 8 }),
  });
  fc.assert(
    fc.property(fc.array(phoneme), fc.integer({ min: 0, max: 2500 }), (phonemes, milliseconds) => {
      const shapes = visemesOf(phonemes, shaper, milliseconds);
      return (
        shapes.at(-1)?.viseme === 'rest' &&
        shapes.every(({ at, viseme }, index) => {
          const before = shapes[index - 1];
          return at >= 0 && at <= milliseconds && (!before || (before.at < at && before.viseme !== viseme));
        })
      );
    }),
  );
  t.deepEqual(visemesOfLoudness(Buffer.alloc(0), 16_000), [{ at: 0, viseme: 'rest' }]);
});

test('a Piper voice keeps the same contract, over an engine of its form', async (t) => {
  // The models are in no registry: the engine here makes a tone as long as the text, in the form of sherpa-onnx.
  const voice = piperVoice({ it: { model: '/m', tokens: '/t', data: '/d', speaker: 3 } }, () => ({
    generateAsync: async ({ text, sid, speed }) => {
      t.is(sid, 3);
      const samples = Float32Array.from(
        { length: text.length * 1200 },
        (_, index) => Math.sin(index / 8) * (index % 4000 < 2500 ? 0.8 : 0.01),
      );
      return { samples: samples.subarray(0, samples.length / speed), sampleRate: 16_000 };
    },
  }));
  await keepsTheContract(t, voice, 'it');
  await t.throwsAsync(async () => {
    for await (const _ of voice.speak('hello', 'en', { rate: 1, signal: never })) t.fail('there is no model');
  });
});
