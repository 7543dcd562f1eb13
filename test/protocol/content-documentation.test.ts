import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { compileContent } from '../../protocol/content/index.ts';

const page = join(import.meta.dirname, '../../docs/content.md');

/** The fenced examples of docs/content.md, in their order. */
async function examples(): Promise<string[]> {
  const text = await readFile(page, 'utf8');
  return [...text.matchAll(/^```(?:yaml|markdown)\n([\s\S]*?)^```$/gm)].map(([, example]) => example ?? '');
}

/** A card with more in its front matter. */
function withMore(card: string, more: string): string {
  return card.replace(/\n---\n/, `\n${more}---\n`);
}

test('the examples of docs/content.md make a directory without mistakes', async (t) => {
  const [content, card, office, opening, map, news, event, playlist, simple, assistant] = await examples();
  const files = new Map<string, Uint8Array>([
    ['content.yaml', Buffer.from(content ?? '')],
    ['playlist.yaml', Buffer.from(playlist ?? '')],
    ['assistant.yaml', Buffer.from(assistant ?? '')],
    ['offices/urp/opening.yaml', Buffer.from(opening ?? '')],
    ['offices/urp/map.yaml', Buffer.from(map ?? '')],
    ['media/job-centre.jpg', Buffer.from('ffd8ffe0', 'hex')],
    ['media/welcome.jpg', Buffer.from('ffd8ffe0', 'hex')],
    ['media/city.webm', Buffer.from('1a45dfa39f4286810142f7810142f2810442f381084282847765626d', 'hex')],
  ]);
  for (const language of ['it', 'en']) {
    files.set(`cards/disponibilita-lavoro/${language}.md`, Buffer.from(withMore(card ?? '', simple ?? '')));
    for (const id of ['centro-impiego', 'urp']) {
      files.set(`offices/${id}/${language}.md`, Buffer.from(office ?? ''));
    }
    files.set(`news/gomme/${language}.md`, Buffer.from(news ?? ''));
    files.set(`events/lavoro/${language}.md`, Buffer.from(event ?? ''));
  }
  const compiled = compileContent(files, 'docs');
  t.deepEqual(compiled.problems, []);
  t.is(compiled.content?.cards[0]?.versions.it?.simple.length, 2);
  t.is(compiled.content?.assistant.flows[0]?.answers.length, 2);
  t.is(compiled.content?.offices[0]?.versions.en?.phone, '02 77401');
  const urp = compiled.content?.offices.find(({ id }) => id === 'urp');
  t.deepEqual(urp?.versions.en?.hours, [
    'Monday and Tuesday: 9:00–12:30 and 14:00–16:00',
    'Friday: 9:00–12:30',
    'In the afternoon: by appointment',
  ]);
  t.is(urp?.map?.ways[0]?.minutes, 5);
  t.is(compiled.content?.events[0]?.until, '2027-02-11');
});
