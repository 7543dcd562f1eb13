import { execFile } from 'node:child_process';
import { getCompileCacheDir } from 'node:module';
import { fileURLToPath } from 'node:url';
import { failure, type Result, success } from '../../protocol/index.ts';

const script = fileURLToPath(new URL('compile-process.ts', import.meta.url));
/** Milliseconds; a release of 20,000 files takes a few seconds on a small board. */
const patience = 120_000;
const exitRefused = 3;
const exitFull = 4;

/** Compiles a release in a process of its own and leaves the result at `output`. */
export function compileRelease(
  folder: string,
  release: string,
  output: string,
  version: string,
  signal: AbortSignal,
): Promise<Result<null>> {
  const memory = '--max-old-space-size=256';
  const quiet = '--disable-warning=ExperimentalWarning';
  const cache = getCompileCacheDir();
  const env = cache === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: cache };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [memory, quiet, script, folder, release, output, version],
      { timeout: patience, signal, maxBuffer: 64 * 1024, env },
      (error, stdout) => {
        if (!error) resolve(success(null));
        else if (signal.aborted) resolve(failure('unavailable', 'the agent stops'));
        else if (error.code === exitRefused) resolve(failure('invalid', stdout.slice(0, 450)));
        else if (error.code === exitFull) resolve(failure('no_space', 'the disk is full'));
        else
          resolve(failure('internal', `the content could not be compiled: ${error.message.slice(0, 300)}`));
      },
    );
  });
}
