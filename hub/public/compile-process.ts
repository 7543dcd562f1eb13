import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { type ContentFile, compileContent } from '../../protocol/content/index.ts';
import type { CompileJob } from './compile.ts';

/**
 * A process of its own that compiles one release for the public pages: the job comes as JSON on stdin, the content goes
 * as JSON to stdout. Content that is too much for it takes only this process down. Exit code 3 with the first mistakes.
 */
const job: CompileJob = JSON.parse(readFileSync(0, 'utf8'));

const files: ContentFile[] = job.files.map(({ path, size, file }) => ({
  path,
  size,
  bytes: (maximum?: number) =>
    maximum === undefined ? readFileSync(file) : readStart(file, Math.min(maximum, size)),
}));
const { content, problems } = compileContent(files, job.release);
if (content) process.stdout.write(JSON.stringify(content));
else {
  process.stderr.write(
    problems
      .slice(0, 3)
      .map(({ file, line, message }) => `${file}:${line}: ${message}`)
      .join('; '),
  );
  process.exitCode = 3;
}

function readStart(path: string, length: number): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}
