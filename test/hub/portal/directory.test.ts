import test from 'ava';
import { cardOf, type DesksNow, directoryOf } from '../../../hub/portal/directory.ts';
import type { Edition } from '../../../hub/public/index.ts';
import { PortalCard, PortalDirectory } from '../../../protocol/calls/index.ts';
import { validatorOf } from '../../../protocol/index.ts';
import { compiledSample } from '../../harness/assistant.ts';

const readDirectory = validatorOf(PortalDirectory);
const readCard = validatorOf(PortalCard);
let edition: Edition;
test.before(async () => {
  edition = { content: await compiledSample(), files: new Map(), hashes: new Map() };
});

const nobody: DesksNow = new Map();
const deskOf = (offices: string[], changes: { present?: boolean; chosen?: string; signs?: boolean } = {}) => {
  const { present = true, chosen = 'available', signs = false } = changes;
  const skills = {
    offices,
    languages: ['it', 'ar'],
    signLanguage: signs,
    subjects: [],
    modes: ['video' as const],
  };
  return { skills, present, chosen };
};
const shown = (time: string, desks: DesksNow = nobody, language = 'it', anyTime: string[] = []) => {
  const now = Date.parse(`${time}:00+01:00`);
  const directory = directoryOf(edition, language, desks, { now, anyTime });
  const read = readDirectory(directory);
  if (!read.ok) throw new Error(`${read.error.field}: ${read.error.message}`);
  const urp = directory.offices.find(({ id }) => id === 'urp');
  if (!urp) throw new Error('the sample content has lost its first office');
  return { ...directory, urp };
};

test('an office is open by its hours, and tells when it opens next', (t) => {
  const open = shown('2026-11-25T10:00').urp;
  t.like(open, { open: true, attended: false, opens: null, language: 'it' });
  t.regex(open.opening ?? '', /^Aperto ora/);
  const lunch = shown('2026-11-25T13:00').urp;
  t.like(lunch, { open: false, opens: '2026-11-25T13:00:00.000Z' });
  // The patron's day in Milan, then a holiday of Italy.
  t.is(shown('2026-12-07T10:00').urp.opens, '2026-12-09T08:00:00.000Z');
  t.regex(shown('2026-11-25T10:00', nobody, 'en').urp.opening ?? '', /^Open now/);
});

test('who is at a desk makes an office attended, and open where its hours do not count', (t) => {
  const desks = new Map([['a', deskOf(['urp'], { signs: true })]]);
  const midnight = shown('2026-11-25T00:30', desks, 'it', ['urp']);
  t.like(midnight.urp, { open: true, attended: true, opening: null });
  t.deepEqual([midnight.spoken, midnight.signs], [['ar', 'it'], true]);
  t.false(shown('2026-11-25T00:30', desks).urp.open);
  for (const gone of [
    deskOf(['urp'], { present: false }),
    deskOf(['urp'], { chosen: 'away' }),
    deskOf(['x']),
  ]) {
    t.like(shown('2026-11-25T00:30', new Map([['a', gone]]), 'it', ['urp']).urp, {
      open: false,
      attended: false,
    });
  }
});

test('a language that the content lacks gets its first one', (t) => {
  const { language, institution } = shown('2026-11-25T10:00', nobody, 'fi');
  t.deepEqual([language, institution], ['it', 'Città metropolitana di Milano']);
});

test('every card is told in plain texts in every language, and leads to its public page where there is one', (t) => {
  for (const card of edition.content.cards) {
    for (const language of edition.content.languages) {
      const told = readCard(cardOf(edition, card, language, 'https://totem.example.org'));
      t.true(told.ok, `${card.id} ${language}`);
      if (told.ok)
        t.is(told.value.link, `https://totem.example.org/p/${told.value.language}/card/${card.id}`);
    }
    t.is(cardOf(edition, card, 'it', null)?.link, null);
  }
});
