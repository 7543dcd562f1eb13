import { Command } from 'commander';
import { failure, type Problem, type Result } from '../protocol/index.ts';
import { type Hub, hubAt } from './client/index.ts';
import type { Answer, Context, Run } from './command.ts';
import { painterFor, plain, type Terminal, widthOf } from './output/index.ts';
import type { Settings } from './settings/index.ts';

export interface RunnerOptions {
  settings: Settings;
  terminal: Terminal;
  environment: NodeJS.ProcessEnv;
  /** Path of `totem-agent`. */
  agentProgram: string;
  signal: AbortSignal;
  now: () => number;
  /** Hears the exit code: 0 done, 1 failed. */
  onEnd: (exitCode: number) => void;
}

/** Makes the function that carries out commands: a context for each run, its answer printed, its end clean. */
export function runnerWith(options: RunnerOptions): Run {
  return (work) =>
    async (...values) => {
      // commander adds the command itself after the arguments and the options.
      const command = values.find((value) => value instanceof Command);
      const json = command?.opts().json === true;
      const opened: Hub[] = [];
      const context = contextFor(options, json, opened);
      let result: Result<Answer>;
      try {
        result = await work(context, ...values);
      } catch (error) {
        result = failure('internal', error instanceof Error ? error.message : String(error));
      } finally {
        await Promise.all(opened.map((hub) => hub.close()));
      }
      const interrupted =
        options.signal.aborted && !result.ok && !result.error.message.startsWith('interrupted');
      if (interrupted) result = failure('unavailable', 'interrupted');
      print(context, result);
      options.onEnd(result.ok && !result.value.failed ? 0 : 1);
    };
}

export function printProblem(
  terminal: Terminal,
  json: boolean,
  problem: Problem,
  paint: Context['paint'],
): void {
  if (json) terminal.out.write(`${JSON.stringify({ error: problem }, null, 2)}\n`);
  else terminal.err.write(`${paint('bad', 'error:')} ${plain(problem.message)}\n`);
}

function print(context: Context, result: Result<Answer>): void {
  const { terminal, json } = context;
  if (!result.ok) {
    printProblem(terminal, json, result.error, painterFor(terminal.err, context.environment));
    return;
  }
  const { data, text, failed } = result.value;
  if (json && data === undefined) return;
  if (json) terminal.out.write(`${JSON.stringify(data, null, 2)}\n`);
  else (failed ? terminal.err : terminal.out).write(text === '' ? '' : `${text}\n`);
}

function contextFor(options: RunnerOptions, json: boolean, opened: Hub[]): Context {
  const { settings, terminal, environment, agentProgram, signal, now } = options;
  const open: Context['hubAt'] = (url, saved) => {
    const hub = hubAt({ url, token: saved?.token ?? null, signal });
    opened.push(hub);
    return hub;
  };
  return {
    settings,
    terminal,
    environment,
    agentProgram,
    signal,
    now,
    json,
    paint: painterFor(terminal.out, environment),
    width: widthOf(terminal.out),
    notice: (text) => {
      if (!json) terminal.err.write(`${plain(text)}\n`);
    },
    hubAt: open,
    async hub() {
      const saved = await settings.hub.read();
      if (!saved.ok) return saved;
      if (saved.value === null) {
        return failure('unauthenticated', 'not signed in to a hub; run: totem login URL');
      }
      return { ok: true, value: open(saved.value.url, saved.value) };
    },
  };
}
