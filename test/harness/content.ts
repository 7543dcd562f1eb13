import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** EBML header (RFC 8794) of a WebM file, enough for the check of a directory to take it for a video. */
const webmHeader = Buffer.from(
  '1a45dfa39f4286810142f7810142f2810442f381084282847765626d4287810442858102',
  'hex',
);

/** The smallest directory of content that has no mistakes, in Italian, with one card. */
export async function writeContent(folder: string, title = 'Servizi della Provincia'): Promise<void> {
  await put(folder, {
    'content.yaml': [
      'version: 1',
      `title: {it: "${title}"}`,
      'languages: [it]',
      'defaultLanguage: it',
      'categories:',
      '  - {id: lavoro, icon: briefcase, title: {it: Lavoro}, summary: {it: Trovare lavoro}}',
      '',
    ].join('\n'),
    'playlist.yaml': 'version: 1\nitems:\n  - {media: media/cerchio.svg, seconds: 8}\n',
    'media/cerchio.svg':
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4"/></svg>\n',
    'cards/centro-impiego/it.md': card('Iscriversi al centro per l’impiego'),
  });
}

export function card(title: string): string {
  return [
    '---',
    'category: lavoro',
    `title: "${title}"`,
    'summary: "Dichiarare la disponibilità al lavoro"',
    'audience: "Chi cerca lavoro"',
    'updated: 2026-11-02',
    '---',
    'Presentarsi allo sportello con un documento.',
    '',
  ].join('\n');
}

/** A file of random bytes that passes for a video, to make an upload last. */
export async function writeVideo(folder: string, path: string, bytes: number): Promise<void> {
  await put(folder, { [path]: Buffer.concat([webmHeader, randomBytes(bytes)]) });
}

export async function put(folder: string, files: Record<string, string | Buffer>): Promise<void> {
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}
