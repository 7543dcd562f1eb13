import test from 'ava';
import fc from 'fast-check';
import { createAssistant } from '../../../agent/assistant/index.ts';
import { lexiconOf } from '../../../agent/assistant/languages/index.ts';
import { distance } from '../../../agent/assistant/text/distance.ts';
import { fold, words } from '../../../agent/assistant/text/fold.ts';
import { piecesOf } from '../../../agent/assistant/text/plain.ts';
import { compiledSample, Talk } from '../../harness/assistant.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc
    .array(
      fc.constantFrom(
        'e',
        'dove',
        'la caldaia',
        "l'",
        'naspi',
        '2',
        'sì',
        'Rho',
        '\u0000',
        '👩‍🦽',
        'ß',
        '漢字',
        '?',
      ),
      { maxLength: 40 },
    )
    .map((pieces) => pieces.join(' ')),
);

test('no text makes it throw, whatever was said before; every reply fits its schema', async (t) => {
  const assistant = createAssistant({ content: await compiledSample() });
  await t.notThrowsAsync(() =>
    fc.assert(
      fc.asyncProperty(
        fc.array(anyText, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('it', 'en', 'de', 'ar', 'zh', 'xx'),
        async (questions, language) => {
          const talk = new Talk(assistant, language);
          for (const question of questions) {
            await talk.ask(question);
            talk.choose(question.slice(0, 80));
          }
        },
      ),
      { numRuns: 120 },
    ),
  );
});

test('what is remembered holds no word of what was asked', async (t) => {
  const assistant = createAssistant({ content: await compiledSample() });
  await t.notThrowsAsync(() =>
    fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[a-z]{12,20}$/), async (secret) => {
        const talk = new Talk(assistant);
        await talk.ask(`mi chiamo ${secret} e cerco la licenza di pesca`);
        return !JSON.stringify(talk.memory).includes(secret);
      }),
      { numRuns: 40 },
    ),
  );
});

test('folding twice is folding once', (t) => {
  t.notThrows(() =>
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => fold(fold(text)) === fold(text))),
  );
});

test('words are found in folded text as in the text itself', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        t.deepEqual(words(fold(text)), words(text));
      }),
    ),
  );
  t.deepEqual(words("L'attività dell’Ente: perché?"), ['l', 'attivita', 'dell', 'ente', 'perche']);
});

const word = fc.stringMatching(/^[a-d]{0,7}$/);
test('distance is symmetric, nothing between equals, and counts one swap as one', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(word, word, (one, other) => {
        const edits = distance(one, other, 9);
        return edits === distance(other, one, 9) && (edits === 0) === (one === other);
      }),
    ),
  );
  t.is(distance('caldaia', 'cladaia', 2), 1);
  t.is(distance('caldaia', 'pesca', 2), 3);
});

test('pieces of any HTML never throw and hold no tags', (t) => {
  t.deepEqual(piecesOf('<p>a</p><h2>B</h2><ul><li>c &amp; <b>d</b></li></ul>'), [
    { heading: null, text: 'a' },
    { heading: 'B', text: 'c & d' },
  ]);
  t.notThrows(() => fc.assert(fc.property(fc.string(), (text) => Array.isArray(piecesOf(`<p>${text}`)))));
});

test('every language brings its own texts', (t) => {
  const rephrase = ['it', 'en', 'de', 'fr', 'es', 'ar', 'zh'].map((tag) => lexiconOf(tag).texts.rephrase);
  t.is(new Set(rephrase).size, 7);
  t.is(lexiconOf('de-AT'), lexiconOf('de'));
  t.is(lexiconOf('xx'), lexiconOf('en'));
});
