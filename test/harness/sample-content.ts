import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** The sample content of the project, as files by path. */
export async function sampleContent(): Promise<Map<string, Uint8Array>> {
  const folder = join(import.meta.dirname, '../../demo/content');
  const files = new Map<string, Uint8Array>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(relative(folder, path), await readFile(path));
  }
  return files;
}

const text = (value: string) => Buffer.from(value);

/** A small content directory without a mistake; `changes` replace files, `null` removes one. */
export function smallContent(
  changes: Record<string, string | Uint8Array | null> = {},
): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>([
    [
      'content.yaml',
      text(`version: 1
title:
  it: Servizi
  en: Services
languages: [it, en]
defaultLanguage: it
categories:
  - id: lavoro
    icon: work
    title: {it: Lavoro, en: Work}
    summary: {it: Trovare lavoro}
`),
    ],
    [
      'playlist.yaml',
      text('version: 1\nitems:\n  - media: media/a.svg\n    seconds: 8\n  - media: media/b.webm\n'),
    ],
    [
      'media/a.svg',
      text(
        '<?xml version="1.0"?>\n<!-- a --><svg xmlns="http://www.w3.org/2000/svg"><path fill="url(#g)"/></svg>',
      ),
    ],
    ['media/b.webm', Buffer.from('1a45dfa39f4286810142f7810142f2810442f381084282847765626d', 'hex')],
    ['cards/did/it.md', text(card)],
    ['cards/did/en.md', text(card.replace('Iscriversi', 'Registering'))],
    [
      'offices/urp/it.md',
      text(
        '---\nname: URP\nsummary: Informazioni\naddress: Via Vivaio 1\ntown: Milano\nhours: ["9-12"]\n---\n',
      ),
    ],
  ]);
  for (const [path, value] of Object.entries(changes)) {
    if (value === null) files.delete(path);
    else files.set(path, typeof value === 'string' ? text(value) : value);
  }
  return files;
}

/** A card without a mistake; its body starts on line 10. */
export const card = `---
category: lavoro
title: Iscriversi
summary: Come fare
audience: Tutti
office: urp
link: https://www.example.org/did
updated: 2026-11-02
---
## Come

Vai sul [portale](https://www.example.org/did) con un documento.

![Mappa](media/a.svg)
`;
