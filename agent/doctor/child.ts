import { spawn } from 'node:child_process';
import { failure, type Result, success } from '../../protocol/index.ts';

export interface Finished {
  code: number | null;
  out: Buffer;
  errors: string;
}

export interface ChildOptions {
  signal: AbortSignal;
  /** Given to it on standard input. */
  input?: Buffer;
  environment?: Record<string, string>;
  /** What it says beyond these bytes is dropped. */
  maximumBytes?: number;
  /** Takes what it says piece by piece instead of it being kept. */
  onOut?: (piece: Buffer) => void;
  /** Milliseconds after which it is ended; what it said until then counts. */
  limit?: number;
  /** Ends it, too, when it fires; what it said until then counts. */
  stop?: AbortSignal;
}

/** Runs a program of the system to its end. `unsupported` where it is not installed, `unavailable` where it is cut short. */
export function runChild(
  program: string,
  words: readonly string[],
  options: ChildOptions,
): Promise<Result<Finished>> {
  const { signal, input, maximumBytes = 4 * 1024 * 1024 } = options;
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(failure('unavailable', 'cancelled'));
    const child = spawn(program, words, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C', ...options.environment },
    });
    const out: Buffer[] = [];
    let bytes = 0;
    let errors = '';
    const end = () => child.kill('SIGKILL');
    const timer = options.limit === undefined ? undefined : setTimeout(end, options.limit);
    signal.addEventListener('abort', end, { once: true });
    options.stop?.addEventListener('abort', end, { once: true });
    const settle = (result: Result<Finished>) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve(result);
    };
    child.stdout.on('data', (chunk: Buffer) => {
      if (options.onOut) options.onOut(chunk);
      else if (bytes < maximumBytes) out.push(chunk);
      bytes += chunk.length;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (errors.length < 16_384) errors += text;
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', (error) => {
      const missing = 'code' in error && error.code === 'ENOENT';
      settle(
        failure(
          missing ? 'unsupported' : 'unavailable',
          missing ? `${program} is not installed` : error.message,
        ),
      );
    });
    child.on('close', (code) => {
      if (signal.aborted) settle(failure('unavailable', 'cancelled'));
      else settle(success({ code, out: Buffer.concat(out), errors }));
    });
  });
}

/** The line that tells most of what a GStreamer program complained about. */
export function reasonOf({ errors, code }: Finished): string {
  // That a sink refuses what it is given is all that GStreamer says where, for one, its device is not there.
  const stopped = /streaming stopped, reason ([\w-]+)/.exec(errors)?.[1];
  if (stopped !== undefined) return `the device does not take or give the stream (${stopped})`;
  const lines = errors.split('\n').map((line) => line.trim());
  const error =
    lines.find((line) => /^(ERROR|WARNING): from element/.test(line)) ??
    lines.find((line) => /error/i.test(line));
  const said =
    error?.replace(/^(ERROR|WARNING): (from element \S+: )?/, '') ?? lines.find((line) => line !== '');
  return said ?? `ended with ${code}`;
}
