import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { CompiledContent } from '../../protocol/content/index.ts';
import { failure, type Result, success } from '../../protocol/index.ts';

/** A release as it lies in the artifact store: the path of each file in the release, and where its bytes are. */
export interface CompileJob {
  release: string;
  files: { path: string; size: number; file: string }[];
}

const script = fileURLToPath(new URL('compile-process.ts', import.meta.url));
/** Milliseconds; a release of 20,000 files takes a few seconds. */
const patience = 60_000;
const maximumBytes = 64 * 1024 * 1024;

/** Compiles a release beside the hub, which goes on meanwhile. */
export function compileRelease(job: CompileJob, signal: AbortSignal): Promise<Result<CompiledContent>> {
  const child = spawn(
    process.execPath,
    ['--max-old-space-size=512', '--disable-warning=ExperimentalWarning', script],
    { stdio: ['pipe', 'pipe', 'pipe'], timeout: patience, killSignal: 'SIGKILL', signal },
  );
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let bytes = 0;
    let mistakes = '';
    child.stdout.on('data', (piece: Buffer) => {
      bytes += piece.length;
      if (bytes > maximumBytes) child.kill('SIGKILL');
      else pieces.push(piece);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      mistakes = (mistakes + text).slice(0, 450);
    });
    child.on('error', (error) => resolve(failure('unavailable', error.message)));
    child.on('close', (code) => {
      if (code === 0) resolve(contentOf(Buffer.concat(pieces), job.release));
      else resolve(failure(code === 3 ? 'invalid' : 'unavailable', mistakes || `it ended with ${code}`));
    });
    // A child that ends early closes the pipe; its exit code says why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(JSON.stringify(job));
  });
}

function contentOf(bytes: Buffer, release: string): Result<CompiledContent> {
  try {
    const content: CompiledContent = JSON.parse(bytes.toString('utf8'));
    if (content.release === release) return success(content);
  } catch {
    // Told below.
  }
  return failure('internal', 'the compiled release could not be read');
}
