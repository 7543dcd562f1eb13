import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { schemaFiles, schemaFolder } from '../../protocol/content/json-schema.ts';

test('docs/schemas holds the schemas that the code uses', async (t) => {
  const files = schemaFiles();
  t.deepEqual((await readdir(schemaFolder)).sort(), [...files.keys()].sort());
  for (const [name, text] of files) {
    t.is(
      await readFile(join(schemaFolder, name), 'utf8'),
      text,
      `${name} is old: run node protocol/content/json-schema.ts`,
    );
  }
});
