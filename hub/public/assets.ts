import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** What the pages look like: one style sheet, its fonts, the icon. */
export interface Assets {
  /** Changes with any of them, so that browsers may keep them for good. */
  version: string;
  get(name: string): { type: string; bytes: Buffer } | undefined;
}

const fonts = 'bootstrap-italia/dist/fonts/Titillium_Web/titillium-web-v10-latin-ext_latin';
/** In this order: what is for paper comes last. */
const styles = ['frame', 'content', 'print'] as const;
const sources: Record<string, { type: string; url: string }> = {
  'icon.svg': { type: 'image/svg+xml', url: new URL('../web/dashboard/icon.svg', import.meta.url).href },
  'titillium-400.woff2': { type: 'font/woff2', url: import.meta.resolve(`${fonts}-regular.woff2`) },
  'titillium-600.woff2': { type: 'font/woff2', url: import.meta.resolve(`${fonts}-600.woff2`) },
  'titillium-700.woff2': { type: 'font/woff2', url: import.meta.resolve(`${fonts}-700.woff2`) },
};

export async function loadAssets(): Promise<Assets> {
  const hash = createHash('sha256');
  const loaded = new Map<string, { type: string; bytes: Buffer }>();
  const sheets = await Promise.all(
    styles.map((name) => readFile(new URL(`styles/${name}.css`, import.meta.url))),
  );
  const style = Buffer.concat(sheets);
  hash.update(style);
  loaded.set('page.css', { type: 'text/css; charset=utf-8', bytes: style });
  for (const [name, { type, url }] of Object.entries(sources)) {
    const bytes = await readFile(fileURLToPath(url));
    hash.update(bytes);
    loaded.set(name, { type, bytes });
  }
  return { version: hash.digest('hex').slice(0, 16), get: (name) => loaded.get(name) };
}
