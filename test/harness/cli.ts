import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Owner } from './owner.ts';

/** Compiled code of the program, which halves the time of each run after the first. */
const codeFolder = new URL('../../.build/test-code', import.meta.url).pathname;

export const cliProgram = new URL('../../bin/totem', import.meta.url).pathname;

export interface CliRun {
  code: number | null;
  out: string;
  err: string;
  /** Standard output, which has to be one JSON document. */
  json(): unknown;
}

export interface RunningCli {
  child: ChildProcess;
  /** What it has said so far. */
  said(): { out: string; err: string };
  end: Promise<CliRun>;
}

/** The `totem` command of one imaginary user: its settings are in a folder of the test. */
export interface Cli {
  home: string;
  settings(name: string): string;
  run(args: readonly string[], input?: string): Promise<CliRun>;
  start(args: readonly string[], input?: string): RunningCli;
  /** Runs it on a pseudo-terminal of so many columns (util-linux `script`); out and err come together. */
  runOnTerminal(args: readonly string[], columns: number, keys?: string): Promise<CliRun>;
}

export async function temporaryFolder(t: Owner): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'totem-test-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function cliFor(t: Owner, environment: NodeJS.ProcessEnv = {}): Promise<Cli> {
  const home = await temporaryFolder(t);
  const { NO_COLOR: _noColor, FORCE_COLOR: _forceColor, ...inherited } = process.env;
  const env = {
    ...inherited,
    TERM: 'xterm-256color',
    XDG_CONFIG_HOME: home,
    NODE_COMPILE_CACHE: codeFolder,
    ...environment,
  };

  const launch = (program: string, args: readonly string[], input: string): RunningCli => {
    const child = spawn(program, args, { env, cwd: home, stdio: ['pipe', 'pipe', 'pipe'] });
    t.teardown(() => child.kill('SIGKILL'));
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    const end = once(child, 'close').then(([code]) => ({
      code: typeof code === 'number' ? code : null,
      out,
      err,
      json(): unknown {
        return JSON.parse(out);
      },
    }));
    return { child, said: () => ({ out, err }), end };
  };

  const start: Cli['start'] = (args, input = '') => launch(cliProgram, args, input);
  return {
    home,
    settings: (name) => join(home, 'totem', name),
    start,
    run: (args, input) => start(args, input).end,
    runOnTerminal: (args, columns, keys = '') => {
      const line = [cliProgram, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
      const command = `stty cols ${columns} rows 40; ${line}`;
      return launch('script', ['--quiet', '--return', '--command', command, '/dev/null'], keys).end;
    },
  };
}
