import test from 'ava';
import fc from 'fast-check';
import { calendarEntry } from '../../../agent/ui/call/calendar-entry.ts';
import { createCallClient } from '../../../agent/ui/call/client.ts';
import { answersTo, wrongIn } from '../../../agent/ui/call/form.ts';
import { type Line, me, nextLine, withLine } from '../../../agent/ui/call/lines.ts';
import { callReaders } from '../../../agent/ui/call/messages.ts';
import { numberOf } from '../../../agent/ui/call/ring-back.ts';
import { waitInWords } from '../../../agent/ui/call/wait.ts';
import { aimOf, inManner, mannerOf, manners, usualWish } from '../../../agent/ui/call/wish.ts';
import { createDictionary } from '../../../agent/ui/languages/index.ts';
import { readAgentMessage } from '../../../agent/ui/link/messages.ts';
import type { Place } from '../../../agent/ui/session.ts';
import { checkAnswers } from '../../../protocol/calls/form.ts';
import { AgentMessage, type CallView, jsonValidatorOf, type PageMessage } from '../../../protocol/index.ts';
import { appointment, connected, form, twoOffices, view, waiting, wish } from './call-scene.ts';

const read = jsonValidatorOf(AgentMessage, 64 * 1024);

test('what the protocol takes is read whole, and the page shows what the agent meant', (t) => {
  const document: CallView['share'] = {
    kind: 'document',
    url: `/call/pictures/${'a'.repeat(64)}`,
    title: 'Domanda',
    pages: 3,
    page: 2,
    pointer: { x: 0.5, y: 1 },
  };
  const views: CallView[] = [
    view(),
    waiting,
    connected,
    { ...connected, share: document },
    { ...connected, speaking: ['operator', 'citizen'], shape: 16 / 9 },
    { ...connected, share: { kind: 'card', card: 'naspi' } },
    { ...connected, share: form, delivered: form.kind === 'form' ? form.form : '' },
    { ...connected, share: appointment, recording: { state: 'asked', sound: true } },
    view({ state: 'closed', noted: '2026-12-26T08:00:00Z' }),
    view({ state: 'closed', opens: '2026-11-26T08:00:00Z' }),
    view({ state: 'ended', outcome: 'broken', problem: { code: 'unavailable', message: 'gone' } }),
  ];
  for (const call of [...views, null]) {
    const message = JSON.stringify({ type: 'call', call });
    t.true(read(Buffer.from(message)).ok, message);
    t.deepEqual(readAgentMessage(message), { type: 'call', call });
  }
  const line = { type: 'callText', from: 'guest-1', text: { line: 3, text: 'sì', final: true } };
  t.deepEqual(readAgentMessage(JSON.stringify(line)), line);
});

test('whatever comes instead of a call, the page lives on and shows nobody by mistake', (t) => {
  fc.assert(
    fc.property(fc.record({ call: fc.jsonValue(), from: fc.jsonValue(), text: fc.jsonValue() }), (fields) => {
      callReaders.call?.(fields);
      callReaders.callText?.(fields);
    }),
  );
  const odd = callReaders.call?.({ call: { ...connected, wish: { ...wish, seen: 'yes' }, camera: {} } });
  t.is(odd?.type === 'call' && odd.call?.wish.seen, false);
  t.is(odd?.type === 'call' && odd.call?.camera.on, false);
  const foreign = {
    ...connected,
    share: { kind: 'document', url: 'http://x/y', title: '', pages: 1, page: 1 },
  };
  const shown = callReaders.call?.({ call: foreign });
  t.is(shown?.type === 'call' && shown.call?.share.kind === 'document' ? shown.call.share.url : '', null);
  const unknown = callReaders.call?.({ call: { ...connected, share: { kind: 'song' } } });
  t.is(unknown?.type === 'call' && unknown.call?.share.kind, 'none', 'the call goes on');
});

test('answers are what the hub takes, or are said to be wrong', (t) => {
  const asked = form.kind === 'form' ? form : undefined;
  if (!asked) throw new Error('no form');
  const typed = { name: 'Ada', born: '5 03 1980', how: 'Per posta' };
  const answers = answersTo(asked, typed);
  t.deepEqual(answers[1], { name: 'born', value: '1980-03-05' });
  t.true(checkAnswers(asked, answers).ok);
  t.deepEqual(wrongIn(asked, { name: ' ', born: '31 02 1980', how: 'Mai' }), ['name', 'born', 'how']);
  t.deepEqual(wrongIn(asked, { ...typed, how: '' }), []);
  fc.assert(
    fc.property(fc.record({ name: fc.string(), born: fc.string(), how: fc.string() }), (any) => {
      if (wrongIn(asked, any).length === 0 && !/\p{Cc}/u.test(any.name)) {
        t.true(checkAnswers(asked, answersTo(asked, any)).ok);
      }
    }),
  );
  for (const number of ['02 0000 000', '+39 333 1234567', '0039333123456']) t.truthy(numberOf(number));
  for (const number of ['', '12', '333 123 abc', '1234567890123456']) t.is(numberOf(number), undefined);
});

test('an appointment goes into a calendar as RFC 5545 writes it', (t) => {
  if (appointment.kind !== 'appointment') throw new Error('no appointment');
  t.deepEqual(calendarEntry(appointment).split('\r\n'), [
    'BEGIN:VEVENT',
    'SUMMARY:Sportello di prova',
    'DTSTART:20261201T093000Z',
    'DTEND:20261201T100000Z',
    'LOCATION:Via della Prova 1\\, Milano',
    'DESCRIPTION:A7K-42 – Porti un documento\\; anche scaduto.',
    'END:VEVENT',
  ]);
});

test('lines are whole whatever comes twice, late or in another order', (t) => {
  const texts = fc.array(
    fc.record({
      from: fc.constantFrom(me, 'operator'),
      line: fc.integer({ min: 0, max: 3 }),
      text: fc.string({ maxLength: 5 }),
      final: fc.boolean(),
    }),
  );
  fc.assert(
    fc.property(texts, (all) => {
      let lines: readonly Line[] = [];
      const finished = new Map<string, string>();
      for (const { from, ...text } of all) {
        lines = withLine(lines, from, text);
        const key = `${from}/${text.line}`;
        const line = lines.find((each) => each.from === from && each.line === text.line);
        if (line?.final && !finished.has(key)) finished.set(key, line.text);
        t.is(lines.filter((each) => each.from === from && each.line === text.line).length <= 1, true);
      }
      for (const line of lines) {
        const said = finished.get(`${line.from}/${line.line}`);
        if (said !== undefined) t.is(line.text, said);
      }
      t.false(lines.some(({ from, line, final }) => from === me && final && line === nextLine(lines)));
    }),
  );
});

test('a call is about the card that was read or told of last, and goes to its office', (t) => {
  const content = twoOffices();
  const aim = (places: Place[], standsIn: string | null = null) =>
    aimOf({
      content,
      session: { language: 'it', trail: places.map((place) => ({ place, scroll: 0 })) },
      exchanges: [],
      standsIn,
    });
  t.deepEqual(aim([{ kind: 'home' }]), { office: null, subject: null }, 'nothing speaks for an office');
  t.deepEqual(aim([{ kind: 'home' }], 'sempre'), { office: 'sempre', subject: null });
  t.deepEqual(aim([{ kind: 'home' }], 'nowhere'), { office: null, subject: null });
  t.deepEqual(aim([{ kind: 'card', id: 'scuola-uno' }], 'sempre'), {
    office: 'sportello',
    subject: 'scuola-uno',
  });
  t.deepEqual(
    aim([
      { kind: 'card', id: 'scuola-uno' },
      { kind: 'office', id: 'sempre' },
    ]),
    { office: 'sempre', subject: null },
  );
  t.deepEqual(aim([{ kind: 'card', id: 'gone' }]), { office: null, subject: null });
  const told = aimOf({
    content,
    session: { language: 'it', trail: [{ place: { kind: 'assistant', question: null }, scroll: 0 }] },
    exchanges: [
      {
        number: 1,
        question: 'Quanto costa?',
        option: null,
        language: 'it',
        reply: {
          kind: 'answer',
          card: 'lavoro-uno',
          office: null,
          passage: 'costs',
          text: 'Gratuito',
          source: { title: '', language: 'it', updated: null, link: null },
          alternatives: [],
          phrasedBy: 'content',
        },
      },
      { number: 2, question: 'E poi?', option: null, language: 'it', reply: 'lost' },
    ],
    standsIn: 'sempre',
  });
  t.deepEqual(told, { office: 'sportello', subject: 'lavoro-uno' });
});

test('each manner is what it says, there and back', (t) => {
  for (const manner of manners) t.is(mannerOf(inManner(usualWish('a', null, 'it'), manner)), manner);
  t.is(inManner(usualWish('a', null, 'it'), 'text').seen, false);
  t.is(mannerOf({ mode: 'voice', seen: true }), 'unseen');
});

test('the wait is told as a range in every language, whatever it is', (t) => {
  const { in: wordsIn } = createDictionary((language, key) => t.fail(`${key} in ${language}`));
  for (const language of ['it', 'en', 'de', 'fr', 'es', 'ar', 'zh']) {
    const say = (wait: CallView['wait']) => waitInWords(wait, wordsIn(language));
    for (const wait of [
      null,
      { from: 0, to: 0 },
      { from: 0, to: 2 },
      { from: 5, to: 5 },
      { from: 4, to: 11 },
    ]) {
      t.regex(say(wait), /\p{L}/u);
      t.false(say(wait).includes('{{'));
    }
  }
  t.is(waitInWords({ from: 4, to: 8 }, wordsIn('it')), 'Da 4 a 8 minuti');
  t.is(waitInWords({ from: 0, to: 1 }, wordsIn('it')), 'Meno di un minuto');
});

test('what comes of a call that a session left is not for the next one; a kept place stays', (t) => {
  const sent: PageMessage[] = [];
  const client = createCallClient({ send: (message) => sent.push(message) });
  const done = () => sent.flatMap((message) => (message.type === 'call' ? [message.action.do] : []));
  client.connected(true);
  t.false(client.offered());
  client.hear({ type: 'call', call: null });
  t.true(client.offered());
  client.wipe();
  t.deepEqual(done(), [], 'there is nothing to leave');
  client.ask(wish);
  client.hear({ type: 'call', call: waiting });
  client.wipe();
  t.deepEqual(done(), ['ask', 'leave']);
  client.hear({ type: 'call', call: waiting });
  client.hear({ type: 'callText', from: 'operator', text: { line: 0, text: 'late', final: true } });
  t.is(client.call().view, null);
  t.deepEqual(client.call().lines, []);
  client.hear({ type: 'call', call: view({ state: 'ended', outcome: 'abandoned' }) });
  t.deepEqual(done(), ['ask', 'leave', 'dismiss']);
  client.hear({ type: 'call', call: null });
  client.ask(wish);
  client.hear({ type: 'call', call: view({ state: 'callback' }) });
  client.wipe();
  t.is(client.call().view?.state, 'callback');
  t.deepEqual(done(), ['ask', 'leave', 'dismiss', 'ask']);

  client.connected(false);
  client.ask(wish);
  t.false(client.call().asked, 'nobody would answer');
});
