import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { pino } from 'pino';
import Type from 'typebox';
import { openUsage, type Usage } from '../../../agent/usage/index.ts';
import { createSieve } from '../../../agent/usage/sieve.ts';
import { type Vocabulary, vocabularyOf } from '../../../agent/usage/vocabulary.ts';
import { type AssistantReply, eventKinds, type TotemEvent, validatorOf } from '../../../protocol/index.ts';
import { compiledSample } from '../../harness/assistant.ts';

const noon = Date.parse('2026-03-02T12:00:00Z');
const day = 86_400_000;
const vocabulary: Vocabulary = {
  idle: new Set(['come', 'dove', 'il']),
  known: new Set(['carta', 'identita', 'scuola', '身份']),
};
const unknown: AssistantReply = { kind: 'unknown', text: 'Non lo so.', elsewhere: null, offerPerson: true };

test('a word of the content passes at once, one at a time, in no order of its own', (t) => {
  const sieve = createSieve({ now: () => noon });
  t.deepEqual(sieve.sift('Come rinnovo la SCUOLA, carta?', vocabulary), ['carta', 'scuola']);
});

test('nothing of a number, an address or a code passes, whatever words are in it', (t) => {
  const sieve = createSieve({ now: () => noon });
  for (const text of [
    'RSSMRA80A01F205X',
    'carta.scuola@example.org',
    'https://example.org/carta',
    'carta.it',
    '333 1234567',
    'AA123BB carta7',
    '@carta',
  ]) {
    for (let session = 0; session < 5; session += 1) {
      t.deepEqual(sieve.sift(text, vocabulary), [], text);
      sieve.ended();
    }
  }
});

test('another word passes when three sessions of one day have asked it, written small', (t) => {
  const clock = { now: noon };
  const sieve = createSieve({ now: () => clock.now });
  const ask = (text: string) => {
    const passed = sieve.sift(text, vocabulary);
    sieve.ended();
    return passed;
  };
  sieve.sift('monopattino', vocabulary);
  sieve.sift('monopattino monopattino', vocabulary);
  t.deepEqual(ask('monopattino'), [], 'however often one session asks');
  t.deepEqual(ask('il monopattino'), []);
  t.deepEqual(ask('dove Monopattino'), [], 'written like a name it neither counts nor passes');
  clock.now += day;
  t.deepEqual(ask('monopattino'), [], 'every day begins anew');
  t.deepEqual(ask('monopattino'), []);
  t.deepEqual(ask('monopattino!'), ['monopattino']);
});

test('whatever is typed, only known words pass in a single session', (t) => {
  const checked = fc.check(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.constantFrom('carta', 'scuola', 'rossi', '身份证'))),
      (pieces) => {
        const sieve = createSieve({ now: () => noon });
        return sieve.sift(pieces.join(' '), vocabulary).every((word) => vocabulary.known.has(word));
      },
    ),
  );
  t.false(checked.failed, JSON.stringify(checked.counterexample));
});

test('the vocabulary is of services: names of people, offices and streets are not in it', async (t) => {
  const content = await compiledSample();
  const { known, idle } = vocabularyOf(content, 'it');
  t.true(known.has('carta'));
  t.true(idle.has('come'));
  for (const { versions } of content.offices) t.false(known.has((versions.it?.phone ?? '').toLowerCase()));
  const card = content.cards[0]?.versions.it;
  if (!card) return t.fail();
  const named = { ...card, summary: 'Lo rilascia il dottor Bevilacqua', html: '<p>in via Quintiliani</p>' };
  const cards = [{ id: 'x', category: 'y', versions: { it: named } }];
  const others = vocabularyOf({ ...content, cards }, 'it').known;
  t.true(others.has('rilascia'));
  t.false(others.has('bevilacqua'));
  t.false(others.has('quintiliani'));
});

interface Scene {
  usage: Usage;
  recorded: TotemEvent[];
  /** Lets the hour pass and gives what was counted. */
  counted(): Promise<TotemEvent[]>;
  file: string;
  card: string;
}

async function scene(t: ExecutionContext): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), 'totem-usage-'));
  const content = await compiledSample();
  const clock = { now: noon + 61_234 };
  const recorded: TotemEvent[] = [];
  const file = join(folder, 'usage.json');
  const usage = await openUsage({
    file,
    content: () => content,
    record: (event) => recorded.push(event),
    now: () => clock.now,
    random: () => 0.5,
    log: pino({ level: 'silent' }),
  });
  t.teardown(() => rm(folder, { recursive: true }));
  return {
    usage,
    recorded,
    file,
    card: content.cards[0]?.id ?? '',
    async counted() {
      clock.now += 3_600_000;
      await usage.stop();
      const valid = validatorOf(Type.Union([...eventKinds]));
      for (const event of recorded) t.true(valid(event).ok, JSON.stringify(event));
      return recorded.toSorted((one, other) => (one.kind < other.kind ? -1 : 1));
    },
  };
}

const at = new Date(noon).toISOString();

test('a session is counted with the profiles it was held with, and what was asked without its words', async (t) => {
  const { usage, counted, file, card } = await scene(t);
  usage.answered('la mia domanda segreta sulla residenza', 'it', unknown);
  usage.answered(null, 'it', {
    kind: 'answer',
    card,
    office: null,
    passage: 'summary',
    text: 'Ecco.',
    source: { title: 'Carta', language: 'it', updated: null, link: null },
    alternatives: [],
    phrasedBy: 'content',
  });
  usage.answered('voglio morire', 'it', {
    kind: 'written',
    which: 'crisis',
    text: 'Chiama.',
    offerPerson: true,
  });
  usage.heard({
    type: 'session_ended',
    seconds: 47,
    language: 'it',
    reason: 'idle',
    profiles: ['large'],
    places: [{ kind: 'home' }, { kind: 'card', id: card }, { kind: 'office', id: 'mario-rossi' }],
  });
  const events = await counted();
  t.notRegex(JSON.stringify(events) + (await readFile(file, 'utf8')), /segreta|morire|mario|47/);
  const profiles = ['large'];
  t.deepEqual(
    events.filter(({ kind }) => kind !== 'question.asked'),
    [
      {
        kind: 'place.left',
        at,
        language: 'it',
        profiles,
        places: [{ kind: 'home' }, { kind: 'card', id: card }, { kind: 'office' }],
      },
      { kind: 'question.word', at, word: 'residenza', language: 'it' },
      { kind: 'session.ended', at, seconds: 50, language: 'it', reason: 'idle', profiles },
    ] as TotemEvent[],
  );
  t.deepEqual(
    new Set(events.filter(({ kind }) => kind === 'question.asked').map((event) => JSON.stringify(event))),
    new Set([
      JSON.stringify({
        kind: 'question.asked',
        at,
        outcome: 'unanswered',
        card: null,
        language: 'it',
        profiles,
      }),
      JSON.stringify({ kind: 'question.asked', at, outcome: 'answered', card, language: 'it', profiles }),
    ]),
  );
});

test('faces and help are counted; what is of no published card is not', async (t) => {
  const { usage, counted, card } = await scene(t);
  usage.heard({ type: 'session_rated', face: 'poor', language: 'ar', profiles: ['guidance'] });
  usage.heard({ type: 'answer_helped', card, helped: false, language: 'it' });
  usage.heard({ type: 'answer_helped', card: 'mario rossi', helped: true, language: 'it' });
  usage.heard({ type: 'card_viewed', card: 'mario rossi', language: 'it' });
  usage.heard({ type: 'card_viewed', card, language: 'it' });
  t.deepEqual(await counted(), [
    { kind: 'answer.helped', at, card, helped: false, language: 'it' },
    { kind: 'card.viewed', at, card, language: 'it' },
    { kind: 'session.rated', at, face: 'poor', language: 'ar', profiles: ['guidance'] },
  ]);
});

test('questions of a page that went without a word are counted without its profiles', async (t) => {
  const { usage, counted } = await scene(t);
  usage.answered('xyzzy', 'it', unknown);
  usage.heard({ type: 'ready' });
  t.deepEqual(await counted(), [
    { kind: 'question.asked', at, outcome: 'unanswered', card: null, language: 'it' },
  ]);
});
