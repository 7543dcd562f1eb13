import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import Type from 'typebox';
import {
  type DoctorAnswer,
  DoctorEvent,
  failure,
  jsonValidatorOf,
  type Result,
  success,
} from '../../protocol/index.ts';
import type { Source } from './source.ts';

const readEvent = jsonValidatorOf(DoctorEvent, 16 * 1024 * 1024);

/**
 * The doctor as a program of its own, for a machine whose agent does not run.
 *
 * @param program path of `totem-agent`
 */
export function loneDoctor(program: string, folder: string, signal: AbortSignal): Source {
  return async (request, reader) => {
    const only = request.only ? ['--only', request.only.join(',')] : [];
    const attended = request.attended ? ['--attended'] : [];
    const child = spawn(program, ['doctor', '--events', ...only, ...attended], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, TOTEM_DATA: folder },
    });
    const end = () => child.kill('SIGTERM');
    signal.addEventListener('abort', end, { once: true });
    let said = '';
    let run = '';
    child.stdin.on('error', () => undefined);
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (said.length < 4096) said += text;
    });
    const closed = once(child, 'close').catch((error: unknown) => {
      said += error instanceof Error ? error.message : String(error);
      return [1];
    });
    for await (const line of createInterface({ input: child.stdout })) {
      const event = readEvent(line);
      if (!event.ok) continue;
      if (event.value.type === 'started') run = event.value.run;
      reader.onEvent(event.value);
      if (event.value.type === 'verdict') child.stdin.end();
      if (event.value.type !== 'question') continue;
      const { id } = event.value.question;
      void reader.answer(event.value.question).then((answer) => {
        if (answer === undefined) return;
        const told: DoctorAnswer = { run, question: id, answer };
        child.stdin.write(`${JSON.stringify(told)}\n`);
      });
    }
    const [code] = await closed;
    signal.removeEventListener('abort', end);
    // 1 is a bad verdict, which its reader has heard.
    if (code === 0 || code === 1 || signal.aborted) return null;
    const { error } = failure('unavailable', `totem-agent doctor ended with ${code}: ${said.trim()}`);
    return error;
  };
}

const Written = Type.Object({ file: Type.String(), bytes: Type.Integer() }, { additionalProperties: false });
const readWritten = jsonValidatorOf(Written, 64 * 1024);

/** Has a support archive written by the agent's program, which alone reads the totem's files and redacts them. */
export async function writeBundle(options: {
  /** Path of `totem-agent`. */
  program: string;
  folder: string;
  file: string;
  keepAddresses: boolean;
  input: unknown;
}): Promise<Result<{ file: string; bytes: number }>> {
  const keep = options.keepAddresses ? ['--keep-addresses'] : [];
  const child = spawn(options.program, ['bundle', options.file, ...keep], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, TOTEM_DATA: options.folder },
  });
  let out = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(JSON.stringify(options.input));
  const [code] = await once(child, 'close').catch(() => [null]);
  const written = readWritten(out);
  if (code === 0 && written.ok) return success(written.value);
  return failure(
    'unavailable',
    `the support archive was not written: ${errors.trim() || `totem-agent ended with ${code}`}`,
  );
}

/** What the system's journal has last heard of the agent; empty where there is no journal. */
export async function lastWords(lines: number): Promise<string[]> {
  const words = ['--unit=totem-agent', `--lines=${lines}`, '--no-pager', '--output=cat', '--quiet'];
  const child = spawn('journalctl', words, { stdio: ['ignore', 'pipe', 'ignore'], timeout: 5000 });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (out.length < 65_536) out += text;
  });
  await once(child, 'close').catch(() => undefined);
  return out.split('\n').filter((line) => line.trim() !== '');
}
