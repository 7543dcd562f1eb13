import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDurably } from '../durable.ts';
import { publishedSchemas } from './schemas.ts';

/**
 * The JSON Schemas (draft 2020-12) that editors' tools use, by file name. Run as a program it writes them to
 * `docs/schemas/`: `node protocol/content/json-schema.ts`.
 */
export function schemaFiles(): Map<string, string> {
  return new Map(
    Object.entries(publishedSchemas).map(([name, { title, schema }]) => [
      `${name}.schema.json`,
      `${JSON.stringify({ $schema: 'https://json-schema.org/draft/2020-12/schema', title, ...schema }, null, 2)}\n`,
    ]),
  );
}

/** Folder of the published schemas. */
export const schemaFolder = join(import.meta.dirname, '../../docs/schemas');

if (import.meta.main) {
  for (const [name, text] of schemaFiles()) {
    const path = join(schemaFolder, name);
    const current = await readFile(path, 'utf8').catch(() => undefined);
    if (current !== text) await writeDurably(path, text);
  }
}
