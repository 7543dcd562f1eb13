import test from 'ava';
import fc from 'fast-check';
import { openEspeakVoice } from '../../../agent/speech/voices/index.ts';
import { numbersToCall, privacyOf } from '../../../agent/ui/assistant/aloud.ts';
import { assistantReaders } from '../../../agent/ui/assistant/messages.ts';
import { advance, freshTalk, latest, type Talk, type TalkEvent } from '../../../agent/ui/assistant/talk.ts';
import { moodOf } from '../../../agent/ui/avatar/mood.ts';
import { drawnMouth, followLips, type MouthName } from '../../../agent/ui/avatar/mouth.ts';
import type { Sentence } from '../../../agent/ui/speech/index.ts';
import {
  type AgentMessage,
  AgentMessage as AgentMessageSchema,
  validatorOf,
} from '../../../protocol/index.ts';
import { type Viseme, visemes } from '../../../protocol/speech.ts';

const sentence = (
  shapes: readonly (readonly [at: number, viseme: Viseme])[],
  milliseconds: number,
): Sentence => ({
  saying: 'p1',
  text: 'prova',
  startedAt: 1000,
  milliseconds,
  visemes: shapes.map(([at, viseme]) => ({ at, viseme })),
  words: [],
});

test('the mouth has the shape of the sound, and is closed before, after and without any', (t) => {
  const said = sentence(
    [
      [0, 'lips'],
      [120, 'a'],
      [300, 'ridge'],
      [420, 'o'],
      [600, 'rest'],
    ],
    700,
  );
  const at = (time: number) => drawnMouth(said, 1000 + time - 30);
  t.deepEqual([-50, 60, 200, 360, 500, 650, 700, 5000].map(at), [
    'rest',
    'lips',
    'a',
    'tongue',
    'o',
    'rest',
    'rest',
    'rest',
  ]);
  t.is(drawnMouth(null, 1000), 'rest');
});

test('a shape too short to be seen is passed over, but lips always meet', (t) => {
  const quick = (viseme: Viseme) =>
    sentence(
      [
        [0, 'a'],
        [200, viseme],
        [230, 'e'],
        [500, 'rest'],
      ],
      600,
    );
  const at = (said: Sentence) => drawnMouth(said, 1000 + 210 - 30);
  t.is(at(quick('ridge')), 'a');
  t.is(at(quick('lips')), 'lips');
});

test('whatever the times are, the mouth is one of those drawn and ends closed', (t) => {
  const shapes = fc.array(fc.tuple(fc.nat(3000), fc.constantFrom(...visemes)), { maxLength: 40 });
  fc.assert(
    fc.property(shapes, fc.nat(3000), fc.integer({ min: -500, max: 5000 }), (list, milliseconds, time) => {
      const said = sentence(
        list.toSorted(([one], [other]) => one - other),
        milliseconds,
      );
      t.is(typeof drawnMouth(said, time), 'string');
      t.is(drawnMouth(said, 1000 + milliseconds), 'rest');
    }),
    { numRuns: 200 },
  );
});

test('the lips meet wherever the voice closes them, and nothing flickers', async (t) => {
  const voice = await openEspeakVoice();
  t.teardown(voice.close);
  const texts = {
    it: 'Mamma, papà beve e mamma impara un problema bello.',
    en: 'Bob must keep my blue map, please.',
  };
  for (const language of ['it', 'en'] as const) {
    for await (const spoken of voice.speak(texts[language], language, {
      rate: 1,
      signal: new AbortController().signal,
    })) {
      const milliseconds = (spoken.pcm.length / 2 / spoken.sampleRate) * 1000;
      const said: Sentence = { saying: 'p', text: texts[language], startedAt: 0, milliseconds, ...spoken };
      const frames: MouthName[] = [];
      for (let time = -30; time < milliseconds; time += 1000 / 60) frames.push(drawnMouth(said, time));
      const closings = (shapes: readonly string[]) =>
        shapes.filter((shape, index) => shape === 'lips' && shapes[index - 1] !== 'lips').length;
      t.is(closings(frames), closings(spoken.visemes.map(({ viseme }) => viseme)), language);
      const changes = frames.filter((mouth, index) => index > 0 && mouth !== frames[index - 1]).length;
      t.true(changes / (milliseconds / 1000) < 16, `${changes} changes in ${milliseconds} ms`);
    }
  }
});

test('the lips are moved once for each change, and stopped in the middle', (t) => {
  const said = sentence(
    [
      [0, 'a'],
      [200, 'o'],
      [400, 'rest'],
    ],
    500,
  );
  let time = 1000;
  let next: (() => void) | undefined;
  const shown: MouthName[] = [];
  const end = followLips({
    sentence: said,
    now: () => time,
    show: (mouth) => shown.push(mouth),
    frame: (look) => {
      next = look;
      return 1;
    },
    cancel: () => {
      next = undefined;
    },
  });
  const play = (until: number) => {
    for (; time < until && next; time += 16) {
      const look: () => void = next;
      next = undefined;
      look();
    }
  };
  play(2000);
  t.deepEqual(shown, ['a', 'o', 'rest']);
  t.is(next, undefined);
  end();
});

test('whoever speaks is listened to; typing is attended to; an answer that sounds is spoken', (t) => {
  const still = { microphone: 'off', waiting: false, sounding: false, typing: false } as const;
  t.is(moodOf(still), 'idle');
  t.is(moodOf({ ...still, typing: true }), 'listening');
  t.is(moodOf({ ...still, sounding: true, typing: true }), 'speaking');
  t.is(moodOf({ ...still, waiting: true, sounding: true }), 'thinking');
  t.is(moodOf({ ...still, microphone: 'thinking' }), 'thinking');
  t.is(moodOf({ ...still, microphone: 'listening', waiting: true, sounding: true }), 'listening');
});

const play = (events: readonly TalkEvent[]): Talk => events.reduce(advance, freshTalk);
const asked = (number: number): TalkEvent => ({
  type: 'asked',
  number,
  question: `domanda ${number}`,
  language: 'it',
  option: null,
});
const answered = (number: number): TalkEvent => ({
  type: 'answered',
  number,
  reply: { kind: 'rephrase', text: 'Come?' },
});

test('only the question asked last is answered, and once', (t) => {
  const talk = play([asked(1), asked(2), answered(1)]);
  t.deepEqual(
    talk.exchanges.map(({ reply }) => reply),
    ['lost', 'waiting'],
  );
  const told = advance(talk, answered(2));
  t.deepEqual(latest(told)?.reply, { kind: 'rephrase', text: 'Come?' });
  t.is(advance(told, answered(2)), told);
  t.is(advance(told, { type: 'cut' }), told);
});

test('a question closes the keys and empties the field; beginning anew keeps how the citizen wants it', (t) => {
  const typed = play([
    { type: 'suggested', language: 'it', questions: ['Una?'] },
    { type: 'voice', on: false },
    { type: 'keys', shown: true },
    { type: 'drafted', text: 'dove' },
    asked(1),
  ]);
  t.like(typed, { draft: '', typing: false, aloud: false });
  const anew = advance(typed, { type: 'anew' });
  t.like(anew, { exchanges: [], aloud: false, suggestions: { questions: ['Una?'] } });
});

test('a conversation does not grow without end', (t) => {
  const talk = play(Array.from({ length: 100 }, (_, number) => asked(number)));
  t.is(talk.exchanges.length, 30);
  t.is(latest(talk)?.number, 99);
});

test('numbers to call are found among other numbers', (t) => {
  t.deepEqual(
    numbersToCall('Chiama il 112: è gratuito. Al 1522 ti ascoltano, o allo 02 2327 2327 dalle 9 alle 24.'),
    ['112', '1522', '02 2327 2327'],
  );
  t.deepEqual(numbersToCall('Call 112, 112!'), ['112']);
  t.deepEqual(numbersToCall('اتصل بالرقم 02\u00a02327\u00a02327.'), ['02 2327 2327']);
  t.deepEqual(numbersToCall('Via Roma 114/3, legge 104 del 1992, 15.112 euro, entro 180 giorni.'), []);
  t.deepEqual(numbersToCall('Entro 30 giorni, euro 16,00.'), []);
});

test('what could give somebody away is not said aloud; a call for help is', (t) => {
  const written = (which: 'crisis' | 'violence' | 'emergency' | 'thanks') =>
    privacyOf({ kind: 'written', which, text: '', offerPerson: false });
  t.deepEqual((['crisis', 'violence', 'emergency', 'thanks'] as const).map(written), [
    'personal',
    'personal',
    'public',
    'public',
  ]);
});

const options = [
  { id: 'card:a', label: 'A' },
  { id: 'card:b', label: 'B' },
];
const text = 'Un testo.';
const messages: AgentMessage[] = [
  { type: 'suggestions', language: 'it', questions: ['Una domanda?'] },
  ...(
    [
      {
        kind: 'answer',
        card: 'a',
        office: null,
        passage: 'costs',
        text,
        source: { title: 'A', language: 'it', updated: '2026-10-05', link: null },
        alternatives: options,
        phrasedBy: 'model',
      },
      { kind: 'choice', text, options },
      { kind: 'rephrase', text },
      { kind: 'unknown', text, elsewhere: 'anagrafe', offerPerson: true },
      { kind: 'written', which: 'emergency', text, offerPerson: false },
      { kind: 'flow', flow: 'f', card: 'a', slot: 's', text, options },
    ] as const
  ).map(
    (reply): AgentMessage => ({ type: 'answer', number: 1, language: 'it', reply: structuredClone(reply) }),
  ),
];
for (const message of messages) {
  const name = message.type === 'answer' ? message.reply.kind : message.type;
  test(`the page reads what the protocol says: ${name}`, (t) => {
    t.true(validatorOf(AgentMessageSchema)(message).ok);
    t.deepEqual(assistantReaders[message.type]?.({ ...message }), message);
  });
}

test('what is no reply is left alone', (t) => {
  const read = (reply: unknown) => assistantReaders.answer?.({ number: 1, language: 'it', reply });
  for (const reply of [
    null,
    'x',
    {},
    { kind: 'toString', text },
    { kind: 'answer', text, card: 'a', office: null, passage: 'costs', source: null },
    { kind: 'written', which: 'other', text },
    { kind: 'flow', text },
  ]) {
    t.is(read(reply), undefined);
  }
});
