import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { fetch } from 'undici';
import { accessibilityProblems } from '../../harness/axe.ts';
import { openPage } from '../../harness/browser.ts';
import { writeContent } from '../../harness/content.ts';
import { sharedOwner } from '../../harness/owner.ts';
import { type PublicHub, sample, startPublicHub } from './hub.ts';

const languages = ['it', 'en', 'de', 'fr', 'es', 'ar', 'zh'];
const places = ['card/naspi', 'office/urp', 'news/gomme-invernali', 'event/porte-aperte'];

let served: PublicHub;
const owner = sharedOwner();
test.before(async () => {
  served = await startPublicHub(owner, { trustedProxies: ['127.0.0.0/8'] });
  await served.publish(sample, 'r1');
});
test.after.always(async () => {
  await owner.end();
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(served.at(path), { headers, redirect: 'manual' });

test.serial('every kind of page is there in seven languages, each said in its own', async (t) => {
  for (const language of languages) {
    for (const place of ['', ...places.map((each) => `/${each}`)]) {
      const answer = await get(`/p/${language}${place}`);
      const text = await answer.text();
      t.is(answer.status, 200, `${language}${place}`);
      const direction = language === 'ar' ? 'rtl' : 'ltr';
      t.true(text.includes(`<html lang="${language}" dir="${direction}">`), `${language}${place}`);
      t.true(text.includes(`<link rel="canonical" href="https://totem.example.org/p/${language}${place}">`));
      t.false(/undefined|\[object|\{\{|NaN/.test(text), `${language}${place}`);
      // The same page in the six others, without a script, a form or anything from elsewhere.
      t.is(text.match(/rel="alternate"/g)?.length, languages.length);
      t.false(/<script|<form|<iframe| on\w+=/.test(text));
      t.false(/(?:src|<link rel="(?:icon|stylesheet)" href)="https?:/.test(text));
    }
  }
});

test.serial('parts of a card have anchors that a link can open; offices tell their hours', async (t) => {
  const card = await (await get('/p/it/card/naspi')).text();
  for (const part of ['audience', 'how', 'needed', 'outcome', 'times', 'costs', 'where']) {
    t.true(card.includes(`<section id="${part}"`), part);
    t.true(card.includes(`<a href="#${part}">`), part);
  }
  const office = await (await get('/p/en/office/urp')).text();
  t.regex(office, /<p class="opening (?:open|closed)">/);
  t.is(office.match(/<th scope="row">/g)?.length, 7);
  t.is(office.match(/aria-current="date"/g)?.length, 1);
});

test.serial('answers are kept by browsers as long as they hold, set no cookie and run nothing', async (t) => {
  const first = await get('/p/it/card/naspi');
  t.is(first.headers.get('set-cookie'), null);
  t.is(first.headers.get('cache-control'), 'public, max-age=60');
  t.regex(first.headers.get('content-security-policy') ?? '', /^default-src 'none'; style-src 'self'/);
  t.is(first.headers.get('referrer-policy'), 'no-referrer');
  const etag = first.headers.get('etag') ?? '';
  const page = await first.text();
  const home = await get('/p/it');
  t.not(home.headers.get('etag'), etag);
  // The line of an office's hours changes with the minute: a page without one does not.
  const plain = (await get('/p/it/card/nessuna')).headers.get('etag') ?? '';
  t.is((await get('/p/it/card/nessuna', { 'if-none-match': plain })).status, 404);
  const again = await get('/p/it', { 'if-none-match': `W/"x", ${home.headers.get('etag')}` });
  t.is(again.status, 304);
  t.is(await again.text(), '');

  const style = /href="([^"]+page\.css)"/.exec(page)?.[1] ?? '';
  const sheet = await get(style);
  t.is(sheet.headers.get('cache-control'), 'public, max-age=31536000, immutable');
  t.is(sheet.headers.get('content-type'), 'text/css; charset=utf-8');
  t.is((await get(style.replace(/assets\/[^/]+/, 'assets/0000'))).status, 404);
  const picture = /src="([^"]+)"/.exec(await (await get('/p/it/news/ponte-ambrogio')).text())?.[1];
  if (picture !== undefined) t.is((await get(picture)).status, 200);
  t.is((await get(`/p/media/${'0'.repeat(64)}.jpg`)).status, 404);
});

test.serial(
  'the first page is that of the browser’s language; addresses that are none say so kindly',
  async (t) => {
    const led = async (wanted: string) =>
      (await get('/p/', { 'accept-language': wanted })).headers.get('location');
    t.is(await led('ar-EG,ar;q=0.9'), '/p/ar');
    t.is(await led('fi,sv;q=0.5'), '/p/it');
    t.is(await led(''), '/p/it');
    for (const path of [
      '/p/it/card/nessuna',
      '/p/it/card/NASPI%2F..',
      '/p/it/person/urp',
      '/p/it/card/naspi?x=1',
      '/p/it/card/naspi/more',
      `/p/it/card/${'a'.repeat(90)}`,
      '/p/%F0%9F%98%80/card/naspi',
      '/p/en/card/__proto__',
    ]) {
      const answer = await get(path);
      t.is(answer.status, 404, path);
      t.is(answer.headers.get('content-type'), 'text/html; charset=utf-8', path);
      t.regex(await answer.text(), /<h1>/, path);
    }
    // A language that the content does not have: the page in its first one.
    t.is((await get('/p/fi/card/naspi')).status, 200);
    t.is((await get('/p/it/card/naspi?g=nobody')).status, 200);
    t.is((await fetch(served.at('/p/it'), { method: 'POST' })).status, 404);
  },
);

test.serial('on a phone, and enlarged twice, nothing is cut off and axe finds nothing', async (t) => {
  const { page, mistakes } = await openPage(t, {
    viewport: { width: 390, height: 844 },
  });
  const look = async (path: string) => {
    await page.goto(served.at(path));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    t.is(wide, 0, `${path} is as wide as the phone`);
  };
  for (const path of ['/p/it', '/p/ar/card/naspi', '/p/en/office/urp', '/p/it/card/nessuna']) {
    await look(path);
    t.deepEqual(await accessibilityProblems(page), [], path);
  }
  // 200 % on such a phone is half of its width in CSS pixels.
  await page.setViewportSize({ width: 195, height: 422 });
  for (const path of ['/p/it', '/p/de/card/naspi', '/p/fr/office/urp', '/p/ar/event/porte-aperte'])
    await look(path);
  t.deepEqual(mistakes, []);
});

test.serial(
  'a group’s own content is behind its links, and what was taken away says where to ask',
  async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'totem-public-'));
    t.teardown(() => rm(folder, { recursive: true }));
    await writeContent(join(folder, 'small'), 'Comune di prova');
    await served.publish(join(folder, 'small'), 'r2', ['monza']);
    t.regex(await (await get('/p/it?g=monza')).text(), /Comune di prova/);
    t.regex(await (await get('/p/it/card/centro-impiego?g=monza')).text(), /href="\/p\/it\?g=monza"/);
    // What this group has not is shown from the others' content.
    t.is((await get('/p/it/card/naspi?g=monza')).status, 200);

    await cp(sample, join(folder, 'next'), { recursive: true });
    await rm(join(folder, 'next', 'cards', 'pesca'), { recursive: true });
    t.is((await get('/p/en/card/pesca')).status, 200);
    await served.publish(join(folder, 'next'), 'r3');
    const gone = await get('/p/en/card/pesca');
    t.is(gone.status, 410);
    const text = await gone.text();
    t.regex(text, /<h1>/);
    t.regex(text, /href="\/p\/en"/);
    t.regex(text, /href="\/p\/en\/office\/[a-z-]+"/, 'the office to ask');
    t.is((await get('/p/en/card/pescare')).status, 404);
  },
);

test.serial(
  'who asks far too often waits a minute, and nobody else behind the same proxy does',
  async (t) => {
    const from = (address: string) => get('/p/en/card/nessuna', { 'x-forwarded-for': address });
    const first = await Promise.all(Array.from({ length: 300 }, () => from('203.0.113.7')));
    t.true(first.every(({ status }) => status === 404));
    await Promise.all(first.map((answer) => answer.arrayBuffer()));
    const refused = await from('203.0.113.7');
    t.is(refused.status, 429);
    t.is(refused.headers.get('content-type'), 'text/html; charset=utf-8');
    t.is(refused.headers.get('cache-control'), 'no-store');
    t.regex(await refused.text(), /<html lang="en" dir="ltr">.*<h1>/s);
    t.is((await from('203.0.113.8')).status, 404);
  },
);

test.serial('the log of the hub has no address of who read', (t) => {
  const lines = served.hub.log.filter((line) =>
    /127\.0\.0\.1(?!:\d)|203\.0\.113|remoteAddress|naspi/.test(line),
  );
  t.deepEqual(
    lines.filter((line) => !line.includes('server certificate made')),
    [],
  );
});
