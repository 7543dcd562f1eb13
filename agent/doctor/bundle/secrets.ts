import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { secretsIn } from './redact.ts';

const largest = 1024 * 1024;

/**
 * What the files of this totem call secret, also in files that are damaged or of another version: each is read for its
 * names, in whatever form it is. The files themselves go nowhere.
 */
export async function knownSecrets(folder: string): Promise<string[]> {
  const inside = async (path: string) =>
    (await readdir(join(folder, path)).catch(() => [])).map((name) => join(path, name));
  const paths = [
    'identity.json',
    'agent.yaml',
    ...(await inside('.')),
    ...(await inside('state')),
    ...(await inside('service')),
  ];
  const found: string[] = [];
  for (const path of new Set(paths)) {
    if (!/\.(json|ya?ml)$/.test(path)) continue;
    const text = await readFile(join(folder, path), 'utf8').catch(() => '');
    if (text.length > largest) continue;
    try {
      // JSON is YAML.
      const value: unknown = path.endsWith('.json') ? JSON.parse(text) : parse(text);
      found.push(...secretsIn(value));
    } catch {
      // Torn JSON still shows its keys as texts.
      for (const [, literal] of text.matchAll(/"((?:[^"\\]|\\.){16,})/g)) {
        if (literal?.includes('PRIVATE KEY'))
          found.push(...secretsIn({ key: literal.replaceAll('\\n', '\n') }));
      }
    }
  }
  return found;
}
