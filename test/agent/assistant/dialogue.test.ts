import test from 'ava';
import { createAssistant } from '../../../agent/assistant/index.ts';
import type { PassageName } from '../../../protocol/index.ts';
import { answered, compiledSample, Talk, talkInSample } from '../../harness/assistant.ts';

test('an answer is taken from the card, with its source and date', async (t) => {
  const talk = await talkInSample();
  const reply = answered(await talk.ask('Quanto tempo ho per chiedere la NASpI?'));
  t.is(reply.card, 'naspi');
  t.is(reply.passage, 'times');
  t.regex(reply.text, /68 giorni/);
  t.is(reply.source.updated, '2026-11-02');
  t.is(reply.source.language, 'it');
  t.is(reply.phrasedBy, 'content');
});

const aspects: [question: string, passage: PassageName, text: RegExp][] = [
  ['quanto costa il passo carraio', 'costs', /istruttoria e bollo/],
  ['che documenti servono per il conto proprio', 'needed', /Visura della Camera/],
  ['chi può iscriversi al centro per l’impiego', 'audience', /16 anni/],
  ['dove chiedo il permesso di trasporto eccezionale', 'where', /Viale Piceno 60/],
  ['come si fa la domanda di licenza di pesca', 'how', /pagoPA/],
  ['ogni quanto va controllata la caldaia', 'times', /due anni/],
  ['telefono dell’urp', 'contacts', /02 77401/],
  ['orari dell’urp', 'hours', /9\.00–12\.30/],
];
for (const [question, passage, text] of aspects) {
  test(`the part that is asked for is answered: ${question}`, async (t) => {
    const reply = answered(await (await talkInSample()).ask(question));
    t.is(reply.passage, passage);
    t.regex(reply.text, text);
  });
}

const misspelt: [question: string, card: string][] = [
  ['aprendistatto', 'apprendistato'],
  ['cladaia', 'caldaia'],
  ['lisenza de pesca', 'pesca'],
  ['auto scuola', 'autoscuole'],
  ["l'autorizzazione dell'ambiente, AUA", 'aua'],
  ['IDROSCALO!!!', 'idroscalo'],
  ['xke mi arriva la lettera dell ispezione caldaja', 'caldaia'],
];
for (const [question, card] of misspelt) {
  test(`misspelt, parted, shouted: ${question}`, async (t) => {
    t.is(answered(await (await talkInSample()).ask(question)).card, card);
  });
}

test('follow-ups keep their subject until another is named', async (t) => {
  const talk = await talkInSample();
  t.is(answered(await talk.ask('Come si prende la licenza di pesca?')).card, 'pesca');
  const costs = answered(await talk.ask('e quanto costa?'));
  t.deepEqual([costs.card, costs.passage], ['pesca', 'costs']);
  const where = answered(await talk.ask('e dove?'));
  t.deepEqual([where.card, where.passage], ['pesca', 'where']);
  t.is(answered(await talk.ask('e il controllo della caldaia?')).card, 'caldaia');
  t.is(answered(await talk.ask('quanto costa?')).card, 'caldaia');
});

test('follow-ups in English', async (t) => {
  const talk = await talkInSample('en');
  t.is(answered(await talk.ask('How do I report a pothole?')).card, 'buche-strade');
  const where = answered(await talk.ask('and where?'));
  t.deepEqual([where.card, where.passage], ['buche-strade', 'where']);
});

test('without a subject a question about a part alone is not answered', async (t) => {
  t.is((await (await talkInSample()).ask('quanto costa?')).kind, 'rephrase');
});

test('what may mean several things is asked back, and taken by number, by touch or by title', async (t) => {
  const talk = await talkInSample();
  const reply = await talk.ask('autorizzazione');
  t.is(reply.kind, 'choice');
  const options = reply.kind === 'choice' ? reply.options : [];
  t.true(options.length >= 2 && options.length <= 3);
  const before = talk.memory;
  const wanted = options[1]?.id.replace('card:', '') ?? '';
  t.is(answered(talk.choose(options[1]?.id ?? '')).card, wanted);
  talk.memory = before;
  t.is(answered(await talk.ask('la seconda')).card, wanted);
  talk.memory = before;
  t.is(answered(await talk.ask(options[1]?.label ?? '')).card, wanted);
});

test('asked once to rephrase, then it says that it does not know and offers a person', async (t) => {
  const talk = await talkInSample();
  t.is((await talk.ask('zxcvb qwrtp')).kind, 'rephrase');
  const second = await talk.ask('zxcvb ancora qwrtp');
  t.is(second.kind, 'unknown');
  t.true(second.kind === 'unknown' && second.offerPerson);
  t.is(answered(await talk.ask('licenza di pesca')).card, 'pesca');
  t.is((await talk.ask('zxcvb qwrtp')).kind, 'rephrase');
});

test('what others answer for is said, with whom to turn to', async (t) => {
  const reply = await (await talkInSample()).ask('devo rinnovare il passaporto');
  t.true(
    reply.kind === 'unknown' && reply.elsewhere === 'passaporto-questura' && /Questura/.test(reply.text),
  );
});

const occasions: [question: string, language: string, which: string][] = [
  ['aiuto, mio padre si è sentito male', 'it', 'emergency'],
  ['sento odore di gas in casa', 'it', 'emergency'],
  ['non voglio più vivere', 'it', 'crisis'],
  ['mio marito mi picchia', 'it', 'violence'],
  ['sei proprio uno stupido', 'it', 'insult'],
  ['ciao!', 'it', 'greeting'],
  ['grazie mille', 'it', 'thanks'],
  ['chi sei?', 'it', 'identity'],
  ['voglio parlare con un operatore', 'it', 'person'],
  ['call an ambulance please', 'en', 'emergency'],
  ['I want to kill myself', 'en', 'crisis'],
  ['you idiot', 'en', 'insult'],
  ['hello', 'en', 'greeting'],
  ['Ich will sterben', 'de', 'crisis'],
  ['une ambulance vite', 'fr', 'emergency'],
  ['quiero morir', 'es', 'crisis'],
  ['أريد أن أموت', 'ar', 'crisis'],
  ['着火', 'zh', 'emergency'],
];
for (const [question, language, which] of occasions) {
  test(`written, never a card: ${question}`, async (t) => {
    const reply = await (await talkInSample(language)).ask(question);
    t.true(reply.kind === 'written' && reply.which === which, JSON.stringify(reply));
  });
}

test('politeness around a question is no small talk', async (t) => {
  const reply = answered(
    await (await talkInSample()).ask('Buongiorno, scusi, come si segnala una buca? Grazie'),
  );
  t.is(reply.card, 'buche-strade');
});

test('content may word the written answers anew', async (t) => {
  const content = await compiledSample();
  content.assistant.written = { emergency: { it: 'Chiama il 112, poi avvisa il custode.' } };
  const talk = new Talk(createAssistant({ content }));
  const reply = await talk.ask('emergenza');
  t.is(reply.kind === 'written' ? reply.text : '', 'Chiama il 112, poi avvisa il custode.');
});

test('a short dialogue asks for what it needs, by touch or in words', async (t) => {
  const talk = await talkInSample();
  const first = await talk.ask('qual è il mio centro per l’impiego?');
  t.true(first.kind === 'flow' && first.slot === 'zona' && first.options.length > 5, JSON.stringify(first));
  const waiting = talk.memory;
  t.regex(answered(talk.choose('slot:nord-ovest')).text, /Rho/);
  talk.memory = waiting;
  const typed = answered(await talk.ask('abito a Piotello'));
  t.deepEqual([typed.card, typed.passage], ['disponibilita-lavoro', 'flow']);
  t.regex(typed.text, /Melzo/);
  const whole = await (await talkInSample('en')).ask('which job centre is mine if I live in Rho');
  t.regex(answered(whole).text, /Rho/);
});

test('another question in the middle of a dialogue is answered', async (t) => {
  const talk = await talkInSample();
  await talk.ask('qual è il mio centro per l’impiego?');
  t.is(answered(await talk.ask('come si fa la licenza di pesca?')).card, 'pesca');
  t.is(talk.memory.flow, null);
});

test('in a language without a translation the default one is given, and said', async (t) => {
  const content = await compiledSample();
  const card = content.cards.find(({ id }) => id === 'naspi');
  delete card?.versions.en;
  const talk = new Talk(createAssistant({ content }), 'en');
  t.is(answered(await talk.ask('NASpI')).source.language, 'it');
});

test('new content answers from then on, and none at all answers nothing', async (t) => {
  const assistant = createAssistant({ content: null });
  const talk = new Talk(assistant);
  t.is((await talk.ask('licenza di pesca')).kind, 'rephrase');
  assistant.setContent(await compiledSample());
  t.is(answered(await talk.ask('licenza di pesca')).card, 'pesca');
  t.true(assistant.suggest('it').length > 0);
  t.notDeepEqual(assistant.suggest('en'), assistant.suggest('it'));
  assistant.setContent(null);
  t.deepEqual(assistant.suggest('it'), []);
});

test('every suggested question is answered', async (t) => {
  for (const language of ['it', 'en', 'de', 'fr', 'es', 'ar', 'zh']) {
    const talk = await talkInSample(language);
    for (const question of talk.assistant.suggest(language)) {
      const { kind } = await new Talk(talk.assistant, language).ask(question);
      t.true(kind === 'answer' || kind === 'flow', `${question}: ${kind}`);
    }
  }
});
