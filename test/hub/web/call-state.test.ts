import test from 'ava';
import fc from 'fast-check';
import { sameSession } from '../../../hub/web/call/connection.ts';
import { offersTo, sendsMedia, withLine } from '../../../hub/web/call/index.ts';
import { peerTable } from '../../../hub/web/call/table.ts';
import { afterNotice, newView } from '../../../hub/web/call/view.ts';
import { sumOf } from '../../../hub/web/desk/pages/wall/sum.ts';
import { findCards } from '../../../hub/web/desk/share/cards.ts';
import { advance, emptyDesk } from '../../../hub/web/desk/state/desk.ts';
import { clock } from '../../../hub/web/desk/text/names.ts';
import { wish } from '../calls/fixture.ts';

const parties = ['citizen', 'operator', 'guest-1', 'guest-2', 'guest-3'] as const;
const call = '3e6d6b0e-6f3f-4a55-8a2b-3c8f6c1f0a11';

test('of two parties exactly one offers: the citizen to all, the operator to guests', (t) => {
  for (const one of parties) {
    t.false(offersTo(one, one));
    for (const other of parties.filter((each) => each !== one))
      t.not(offersTo(one, other), offersTo(other, one));
  }
  t.true(parties.slice(1).every((other) => offersTo('citizen', other)));
  t.true(offersTo('operator', 'guest-1'));
});

test('who would rather not be seen, or only listens, or writes, sends nothing of it', (t) => {
  const citizen = { party: 'citizen', listens: false } as const;
  const cases = [
    { party: citizen, wish: { mode: 'video', seen: true }, sends: { audio: true, video: true } },
    { party: citizen, wish: { mode: 'video', seen: false }, sends: { audio: true, video: false } },
    { party: citizen, wish: { mode: 'voice', seen: true }, sends: { audio: true, video: false } },
    { party: citizen, wish: { mode: 'text', seen: true }, sends: { audio: false, video: false } },
    {
      party: { party: 'operator', listens: false },
      wish: { mode: 'video', seen: false },
      sends: { audio: true, video: true },
    },
    {
      party: { party: 'guest-1', listens: true },
      wish: { mode: 'video', seen: true },
      sends: { audio: false, video: false },
    },
  ] as const;
  for (const { party, wish: asked, sends } of cases) t.deepEqual(sendsMedia(party, asked), sends);
});

test('lines grow, are taken back, and stay once they are finished, however often a message comes', (t) => {
  const text = (line: number, words: string, final = false) => ({ line, text: words, final });
  const typed = [text(0, 'B'), text(0, 'Buon'), text(0, 'Buongiorno', true), text(0, 'x')];
  const lines = typed.reduce<ReturnType<typeof withLine>>(
    (sum, each) => withLine(sum, 'citizen', each, 5),
    [],
  );
  t.deepEqual(lines, [{ from: 'citizen', line: 0, text: 'Buongiorno', final: true, at: 5 }]);
  t.deepEqual(withLine(withLine([], 'operator', text(3, 'a'), 1), 'operator', text(3, ''), 2), []);
  fc.assert(
    fc.property(
      fc.array(fc.record({ line: fc.nat(4), text: fc.string({ maxLength: 6 }), final: fc.boolean() }), {
        maxLength: 30,
      }),
      (messages) => {
        const twice = messages.flatMap((each) => [each, each]);
        const grown = (list: typeof messages) =>
          list.reduce<ReturnType<typeof withLine>>((sum, each) => withLine(sum, 'citizen', each, 0), []);
        t.deepEqual(grown(twice), grown(messages));
      },
    ),
  );
});

test('nothing leaves a closed peer, and every state can close', (t) => {
  t.deepEqual(peerTable.closed, {});
  for (const state of ['idle', 'reaching', 'flowing', 'stalled'] as const)
    t.is(peerTable[state].close, 'closed');
});

test('an offer of the same session restarts its connection, one of another begins anew', (t) => {
  const sdp = (id: string, version: number) => `v=0\r\no=- ${id} ${version} IN IP4 127.0.0.1\r\ns=-\r\n`;
  t.true(sameSession(sdp('4611', 2), sdp('4611', 3)));
  t.false(sameSession(sdp('4611', 2), sdp('4612', 2)));
  t.false(sameSession('v=0', 'v=0'));
});

test('a call that the hub does not know is over; a refused address or a missing picture ends nothing', (t) => {
  const view = newView(call, wish);
  const refused = (code: string, field?: string) =>
    afterNotice(view, {
      type: 'refused',
      call,
      error: { code, message: 'no', ...(field === undefined ? {} : { field }) },
    });
  t.is(refused('not_found').state, 'ended');
  t.is(refused('not_found', '/share/sha256').state, 'asking');
  t.is(refused('invalid', '/candidate'), view);
  const ended = afterNotice(view, { type: 'ended', call, outcome: 'answered' });
  t.is(afterNotice(ended, { type: 'share', call, share: { kind: 'none' } }), ended);
});

test('the desk stops ringing for every reason there is, and keeps a call for filing only for its operator', (t) => {
  const ringing = advance(emptyDesk, { type: 'notice', notice: { type: 'ring', call, as: 'operator' } });
  t.is(ringing.ring?.call, call);
  t.is(advance(ringing, { type: 'notice', notice: { type: 'hush', call } }).ring, null);
  t.is(advance(ringing, { type: 'link', link: 'interrupted' }).ring, null);
  t.is(advance(ringing, { type: 'answering' }).ring, null);
  const ended = (you: 'operator' | 'guest-1') => {
    const talking = { ...newView(call, wish), state: 'connected' as const, you };
    const began = advance(ringing, { type: 'view', view: talking, now: 1_000 });
    const view = { ...talking, state: 'ended' as const, outcome: 'answered' as const };
    return advance(began, { type: 'view', view, now: 61_400 });
  };
  t.like(ended('operator').finished, { call, outcome: 'answered', handedOn: false, seconds: 60 });
  t.is(ended('guest-1').finished, null);
});

test('figures of offices add up to those of all, weighted by what they are shares of', (t) => {
  const queue = (office: string, offered: number, answered: number, level: number, mean: number) => ({
    office,
    waiting: 1,
    longestWait: offered,
    available: 1,
    offered,
    answered,
    abandoned: offered - answered,
    serviceLevel: level,
    meanWait: mean,
  });
  t.deepEqual(sumOf([queue('urp', 10, 8, 0.8, 30), queue('lavoro', 30, 30, 0.4, 10)]), {
    waiting: 2,
    longestWait: 30,
    offered: 40,
    answered: 38,
    abandoned: 2,
    serviceLevel: 0.5,
    meanWait: (8 * 30 + 30 * 10) / 38,
  });
  t.like(sumOf([]), { offered: 0, serviceLevel: null, meanWait: null });
});

test('cards are found without accents, those with the words in the title first', (t) => {
  const cards = [
    { id: 'a', title: 'Tirocinio', summary: 'Fino all’età di 30 anni', category: 'Lavoro' },
    { id: 'b', title: 'L’età della pensione', summary: 'Quando', category: 'Lavoro' },
    { id: 'c', title: 'Passo carrabile', summary: 'Strade', category: 'Strade' },
  ];
  t.deepEqual(
    findCards({ cards }, 'ETA').map(({ id }) => id),
    ['b', 'a'],
  );
  t.deepEqual(
    findCards({ cards }, 'eta tiro').map(({ id }) => id),
    ['a'],
  );
  t.is(findCards({ cards }, '').length, 3);
});

test('a clock reads as people write time', (t) => {
  t.deepEqual([0, 7.9, 760, 3723, -5].map(clock), ['0:00', '0:07', '12:40', '1:02:03', '0:00']);
});
