import test from 'ava';
import { createAssistant, createSearch } from '../../../agent/assistant/index.ts';
import { compileContent } from '../../../protocol/content/index.ts';
import { sampleContent } from '../../harness/sample-content.ts';

const { content } = compileContent(await sampleContent(), 'sample');
const assistant = createAssistant({ content });
const noon = Date.UTC(2026, 10, 25, 11);
const search = createSearch({ content: () => content, find: assistant.find, now: () => noon });

const found = (text: string, language = 'it', desk = search) => {
  const answer = desk.found({ type: 'search', number: 7, text, language });
  return answer.type === 'found' ? answer.results : [];
};
const ids = (text: string, language = 'it') => found(text, language).map(({ kind, id }) => `${kind} ${id}`);

test('results come while a word is still being typed', (t) => {
  t.true(ids('cald').includes('card caldaia'));
  t.is(ids('caldai')[0], 'card caldaia');
  t.is(ids('bicic')[0], 'card bicicletta');
  t.is(ids('boiler', 'en')[0], 'card caldaia');
});

test('a misspelling, a synonym and everyday words are found too', (t) => {
  t.is(ids('apprendistatto')[0], 'card apprendistato');
  t.is(ids('idroscallo')[0], 'card idroscalo');
  t.is(ids('disocupazione')[0], 'card naspi');
  t.is(ids('ho perso il lavoro')[0], 'card naspi');
});

test('offices, news and events are found beside cards', (t) => {
  t.is(ids('urp')[0], 'office urp');
  t.true(ids('gomme').includes('news gomme-invernali'));
  t.true(ids('biblioteca').includes('event biblioteca-lavoro'));
});

test('what is over is not found any more', (t) => {
  const later = createSearch({ content: () => content, now: () => Date.UTC(2027, 4, 1) });
  t.false(found('gomme', 'it', later).some(({ kind }) => kind === 'news'));
  t.false(found('biblioteca', 'it', later).some(({ kind }) => kind === 'event'));
});

test('what was typed is marked in the title', (t) => {
  const [first] = found('idros');
  t.deepEqual(
    first?.marks.map(({ from, to }) => first.title.slice(from, to).toLowerCase()),
    ['idros'],
  );
});

test('nothing, signs and nonsense find nothing; another release is searched at once', (t) => {
  t.deepEqual(
    ['', '  ', '?!', 'xqzw'].map((text) => found(text).length),
    [0, 0, 0, 0],
  );
  let current = content;
  const desk = createSearch({ content: () => current, now: () => noon });
  t.true(found('caldaia', 'it', desk).length > 0);
  current = null;
  t.deepEqual(found('caldaia', 'it', desk), []);
});
