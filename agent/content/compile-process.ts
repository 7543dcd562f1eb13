import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type ContentFile, compileContent } from '../../protocol/content/index.ts';
import { writeDurably } from '../../protocol/durable.ts';
import type { CompiledFile } from './compiled.ts';

/**
 * A process of its own that compiles one release: `compile-process.ts FILES RELEASE OUTPUT AGENT`. The
 * libraries it needs leave the agent's memory with it, and content that is too much for them takes only this
 * process down. Exit code 0 with the output written, 3 with the first mistakes on stdout, or 4 where the disk is full.
 */
const [, , folder = '', release = '', output = '', agent = ''] = process.argv;

const files: ContentFile[] = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => !entry.isDirectory())
  .map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return {
      path: relative(folder, path),
      link: !entry.isFile(),
      size: entry.isFile() ? statSync(path).size : 0,
      bytes: (maximum?: number) => (maximum === undefined ? readFileSync(path) : readStart(path, maximum)),
    };
  });

const { content, problems } = compileContent(files, release);
if (content) {
  const file: CompiledFile = { version: 1, agent, content };
  try {
    await writeDurably(output, JSON.stringify(file));
  } catch (error) {
    const full =
      error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
    if (!full) throw error;
    process.exitCode = 4;
  }
} else {
  const lines = problems.slice(0, 3).map(({ file, line, message }) => `${file}:${line}: ${message}`);
  process.stdout.write(lines.join('; '));
  process.exitCode = 3;
}

function readStart(path: string, maximum: number): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(Math.min(maximum, fstatSync(file).size));
    return bytes.subarray(0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}
