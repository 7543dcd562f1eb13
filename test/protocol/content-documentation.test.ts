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

test('the examples of docs/content.md make a directory without mistakes', async (t) => {
  const [content = '', card = '', office = '', playlist = '', assistant = ''] = await examples();
  const files = new Map<string, Uint8Array>([
    ['content.yaml', Buffer.from(content)],
    ['playlist.yaml', Buffer.from(playlist)],
    ['assistant.yaml', Buffer.from(assistant)],
    ['media/job-centre.jpg', Buffer.from('ffd8ffe0', 'hex')],
    ['media/welcome.jpg', Buffer.from('ffd8ffe0', 'hex')],
    ['media/city.webm', Buffer.from('1a45dfa39f4286810142f7810142f2810442f381084282847765626d', 'hex')],
  ]);
  for (const language of ['it', 'en']) {
    files.set(`cards/disponibilita-lavoro/${language}.md`, Buffer.from(card));
    files.set(`offices/centro-impiego/${language}.md`, Buffer.from(office));
  }
  const compiled = compileContent(files, 'docs');
  t.deepEqual(compiled.problems, []);
  t.is(compiled.content?.assistant.flows[0]?.answers.length, 2);
  t.is(compiled.content?.offices[0]?.versions.en?.phone, '02 77401');
});
