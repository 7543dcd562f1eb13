import test from 'ava';
import fc from 'fast-check';
import { html } from '../../../hub/public/html.ts';
import {
  cardPage,
  document,
  eventPage,
  homePage,
  newsPage,
  officePage,
  type View,
} from '../../../hub/public/pages/index.ts';
import { dictionaries, wordsIn } from '../../../hub/public/words.ts';
import type { CompiledContent } from '../../../protocol/content/index.ts';
import { publicLink, publicPath } from '../../../protocol/index.ts';
import { compiledSample } from '../../harness/assistant.ts';

let sample: CompiledContent;
test.before(async () => {
  sample = await compiledSample();
});

const at = (time: string) => Date.parse(`${time}:00+01:00`);

function viewOf(
  changes: Partial<Omit<View, 'words' | 'wordsLanguage' | 'edition'>> & { content?: CompiledContent } = {},
): View {
  const { content = sample, language = 'it', ...rest } = changes;
  const { words, language: wordsLanguage } = wordsIn(language);
  const edition = { content, files: new Map(), hashes: new Map() };
  return {
    edition,
    language,
    words,
    wordsLanguage,
    group: null,
    root: '',
    now: at('2026-11-25T10:00'),
    ...rest,
  };
}

test('an office says what holds at the moment, and which days are different', (t) => {
  const told = (time: string, language = 'it') =>
    officePage(viewOf({ now: at(time), language }), 'urp')?.body.markup ?? '';
  const open = told('2026-11-25T10:00');
  t.regex(open, /class="opening open".*Aperto ora, chiude alle 12\.30\. .*Situazione delle 10\.00/s);
  t.regex(told('2026-11-25T13:00'), /class="opening closed".*Chiuso, apre alle 14\.00/s);
  t.regex(told('2026-11-25T10:00', 'en'), /Open now, closes at 12:30/);
  // 7 December is the patron's day in Milan, 8 December a holiday of Italy.
  const holiday = told('2026-12-07T10:00');
  t.regex(holiday, /Chiuso per festa \(Sant&#39;Ambrogio\), apre mercoledì/);
  t.regex(open, /lunedì 7 dicembre.*martedì 8 dicembre/s);
  t.regex(open, /<tr class="today" aria-current="date"><th scope="row">mercoledì/);
});

test('events and notices whose time has passed say so, and leave the first page', (t) => {
  const [event] = sample.events;
  const item = sample.news.find(({ until }) => until !== null);
  if (!event || !item?.until) return t.fail('the sample content has lost its notices');
  const after = (day: string) => Date.parse(`${day}T23:59:00Z`) + 24 * 3_600_000;
  const { words } = viewOf();
  const before = viewOf({ now: at(`${event.from}T08:00`) });
  t.false(eventPage(before, event.id)?.body.markup.includes(words.eventOver));
  const late = viewOf({ now: after(event.until) });
  t.true(eventPage(late, event.id)?.body.markup.includes(words.eventOver));
  t.true(homePage(before).body.markup.includes(`/p/it/event/${event.id}`));
  t.false(homePage(late).body.markup.includes(`/p/it/event/${event.id}`));
  t.true(newsPage(viewOf({ now: after(item.until) }), item.id)?.body.markup.includes(words.noticeOver));
  t.false(
    newsPage(viewOf({ now: at(`${item.from}T08:00`) }), item.id)?.body.markup.includes(words.noticeOver),
  );
});

test('a text that is in another language than the page is marked, and said to be', (t) => {
  const [card] = sample.cards;
  if (!card) return t.fail('no card');
  const versions = { it: card.versions.it };
  if (!versions.it) return t.fail('no Italian');
  const content = { ...sample, cards: [{ ...card, versions: { it: versions.it } }] };
  const page = cardPage(viewOf({ content, language: 'ar' }), card.id);
  t.regex(page?.body.markup ?? '', /<h1 lang="it" dir="ltr">/);
  t.regex(page?.body.markup ?? '', /class="note" role="note">[^<]*Italiano/);
});

test('under a path of a shared host every link stays under it, and names its group', (t) => {
  const view = viewOf({ root: '/totem', group: 'a&b', language: 'en' });
  for (const page of [cardPage(view, 'naspi'), officePage(view, 'urp'), homePage(view)]) {
    if (!page) return t.fail('no page');
    const whole = document(view, page, {
      url: 'https://x.example.org/totem',
      style: '/totem/s',
      icon: '/totem/i',
    });
    const links = [...whole.matchAll(/(?:href|src)="([^"#][^"]*)"/g)].map(([, link = '']) => link);
    t.true(links.length > 10);
    for (const link of links) t.regex(link, /^(?:\/totem\/|https:\/\/|tel:|mailto:)/);
    for (const link of links.filter((each) => each.includes('/p/'))) t.true(link.includes('?g=a%26b'), link);
  }
});

test('what is put into a page is a text and nothing else', (t) => {
  const read = (markup: string) =>
    markup
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { markup } = html`<a title="${text}">${text}</a>`;
      const inside = /^<a title="([^"<>]*)">([^"<>]*)<\/a>$/s.exec(markup);
      t.deepEqual(inside?.slice(1).map(read), [text, text]);
    }),
  );
});

test('a link says what is read and in which language, and is read back the same', (t) => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z0-9]+(?:-[a-z0-9]+)*$/),
      fc.option(fc.string({ minLength: 1, unit: 'grapheme' })),
      (id, group) => {
        const link = publicLink({ url: 'https://totem.example.org', group }, 'it', {
          kind: 'card',
          id,
          part: 'costs',
        });
        const { pathname, searchParams, hash } = new URL(link);
        t.is(pathname, `/p/it/card/${id}`);
        t.is(searchParams.get('g'), group);
        t.is(hash, '#costs');
      },
    ),
  );
  t.is(publicPath('zh', { kind: 'office', id: 'urp' }, null), '/p/zh/office/urp');
});

test('every language has every word of the pages', (t) => {
  const names = Object.keys(dictionaries.it ?? {});
  const places = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name);
  for (const [language, words] of Object.entries(dictionaries)) {
    t.deepEqual(Object.keys(words), names, language);
    for (const [name, text] of Object.entries(words)) {
      t.not(text.trim(), '', `${language} ${name}`);
      t.deepEqual(
        places(text),
        places(dictionaries.it?.[name as keyof typeof words] ?? ''),
        `${language} ${name}`,
      );
    }
  }
});
