import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeDurably } from '../../protocol/durable.ts';
import { failure, type Problem, type Result, success } from '../../protocol/index.ts';

const secretMode = 0o600;

/**
 * One settings file that only its owner may read, validated whenever it is read and replaced durably.
 * `read` gives `null` where there is no such file.
 */
export interface SettingsFile<Value> {
  path: string;
  read(): Promise<Result<Value | null>>;
  write(value: Value): Promise<Result<null>>;
  remove(): Promise<Result<null>>;
}

export function settingsFile<Value>(
  path: string,
  parse: (bytes: Uint8Array) => Result<Value>,
): SettingsFile<Value> {
  return {
    path,
    async read() {
      try {
        const { mode } = await stat(path);
        if ((mode & 0o077) !== 0) {
          return failure('forbidden', `${path} can be read by other users; run: chmod 600 ${path}`);
        }
        const parsed = parse(await readFile(path));
        return parsed.ok ? parsed : failure('invalid', `${path} is damaged (${parsed.error.message})`);
      } catch (error) {
        return missing(error) ? success(null) : fileProblem('read', path, error);
      }
    },
    async write(value) {
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await writeDurably(path, `${JSON.stringify(value, null, 2)}\n`, secretMode);
        return success(null);
      } catch (error) {
        return fileProblem('write', path, error);
      }
    },
    async remove() {
      try {
        await rm(path, { force: true });
        return success(null);
      } catch (error) {
        return fileProblem('remove', path, error);
      }
    },
  };
}

function missing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function fileProblem(doing: string, path: string, error: unknown): { ok: false; error: Problem } {
  const code =
    error instanceof Error && 'code' in error && error.code === 'ENOSPC' ? 'no_space' : 'unavailable';
  return failure(code, `cannot ${doing} ${path}: ${error instanceof Error ? error.message : String(error)}`);
}
