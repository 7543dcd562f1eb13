import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Type, { type Static } from 'typebox';
import { jsonValidatorOf } from '../../protocol/index.ts';
import type { Owner } from './owner.ts';
import { until } from './until.ts';

const ReadyLine = Type.Object({
  msg: Type.Literal('agent ready'),
  totem: Type.Union([Type.String(), Type.Null()]),
  kiosk: Type.String(),
  hub: Type.Union([Type.String(), Type.Null()]),
});

const readLine = jsonValidatorOf(ReadyLine, 16 * 1024);
const program = fileURLToPath(new URL('../../bin/totem-agent', import.meta.url));
const startWithinMs = 30_000;

/** An agent without a display: GStreamer is not even loaded. */
export const withoutDisplay = 'display: {enabled: false}\n';

export interface AgentOptions {
  /** Enrols with this token before the start. */
  token?: string;
  /** Text of `agent.yaml`; without a display where nothing is said. */
  yaml?: string;
  /** A folder of an earlier agent; a new temporary one where nothing is said. */
  data?: string;
  environment?: Record<string, string>;
  /** Words before the program, such as `ip netns exec NAME`; they have to become the program by exec. */
  through?: readonly string[];
}

/** An agent in a process of its own. It ends with the test. */
export interface TestAgent extends Omit<Static<typeof ReadyLine>, 'msg'> {
  data: string;
  pid: number;
  /** Lines of its log so far. */
  log: readonly string[];
  /** Sends a signal and resolves with the exit code, or the signal's name, when the process has gone. */
  kill(signal: NodeJS.Signals): Promise<number | string | null>;
  /** SIGTERM. */
  stop(): Promise<number | string | null>;
}

export interface Finished {
  code: number | string | null;
  output: string;
  errors: string;
}

export async function newAgentFolder(t: Owner): Promise<string> {
  const data = await mkdtemp(join(tmpdir(), 'totem-agent-'));
  t.teardown(() => rm(data, { recursive: true, force: true, maxRetries: 5 }));
  return data;
}

/** Runs `totem-agent` with arguments until it ends by itself, or gets SIGTERM as soon as it writes `endOn`. */
export async function runAgent(
  t: Owner,
  data: string,
  parameters: readonly string[],
  { endOn }: { endOn?: string } = {},
): Promise<Finished> {
  const { child, errors, output } = await launch(t, data, parameters);
  if (endOn !== undefined) {
    child.stdout?.on('data', (bytes: Buffer) => {
      if (bytes.includes(endOn)) child.kill('SIGTERM');
    });
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
  return { code: child.exitCode ?? child.signalCode, output: output(), errors: errors() };
}

/** Starts `agent/main.ts` as its own process, enrolled where there is a token, and waits until it is ready. */
export async function startAgent(t: Owner, options: AgentOptions = {}): Promise<TestAgent> {
  const data = options.data ?? (await newAgentFolder(t));
  await mkdir(data, { recursive: true });
  if (options.yaml !== undefined || options.data === undefined) {
    await writeFile(join(data, 'agent.yaml'), options.yaml ?? withoutDisplay);
  }
  if (options.token !== undefined) {
    const enrolled = await runAgent(t, data, ['enrol', options.token]);
    if (enrolled.code !== 0) throw new Error(`enrolment ended with ${enrolled.code}: ${enrolled.errors}`);
  }
  const { child, log, errors } = await launch(t, data, [], options.environment, options.through);
  const ready = await until(
    'the agent to be ready',
    () => {
      for (const line of log) {
        const read = line.includes('agent ready') ? readLine(line) : undefined;
        if (read?.ok) return read.value;
      }
      if (child.exitCode !== null) {
        throw new Error(`the agent ended with ${child.exitCode}: ${errors()}${log.join('\n')}`);
      }
      return undefined;
    },
    startWithinMs,
  );
  const kill = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    }
    return child.exitCode ?? child.signalCode;
  };
  const { totem, kiosk, hub } = ready;
  return { totem, kiosk, hub, data, pid: child.pid ?? 0, log, kill, stop: () => kill('SIGTERM') };
}

async function launch(
  t: Owner,
  data: string,
  parameters: readonly string[],
  environment: Record<string, string> = {},
  through: readonly string[] = [],
): Promise<{ child: ChildProcess; log: string[]; output: () => string; errors: () => string }> {
  const [command = program, ...words] = [...through, program, ...parameters];
  const child = spawn(command, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TOTEM_DATA: data, ...environment },
  });
  const log: string[] = [];
  let errors = '';
  createInterface({ input: child.stdout }).on('line', (line) => log.push(line));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  t.teardown(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    // In good order, so that the display's process goes with it.
    child.kill('SIGTERM');
    const hard = setTimeout(() => child.kill('SIGKILL'), 6000);
    await gone;
    clearTimeout(hard);
  });
  await once(child, 'spawn');
  return { child, log, output: () => log.join('\n'), errors: () => errors };
}
