import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { ExecutionContext } from 'ava';
import { cliProgram, temporaryFolder } from './cli.ts';
import { until } from './until.ts';

/** A shell on a terminal that somebody can look at. `totem` is on its path. */
export interface ShownTerminal {
  /** Sends characters as a keyboard does. */
  type(text: string): Promise<void>;
  /** Waits until the picture fits. */
  shows(pattern: RegExp): Promise<string>;
  picture(): Promise<string>;
  resize(columns: number, rows: number): Promise<void>;
}

export interface ShownTerminalOptions {
  columns: number;
  rows: number;
  environment: Record<string, string>;
}

const run = promisify(execFile);

/** Opens a terminal in a tmux server of its own, which ends with the test. */
export async function openTerminal(
  t: ExecutionContext,
  { columns, rows, environment }: ShownTerminalOptions,
): Promise<ShownTerminal> {
  const folder = await temporaryFolder(t);
  const tmux = (...args: string[]) => run('tmux', ['-f', '/dev/null', '-S', `${folder}/tmux`, ...args]);
  const path = `${dirname(cliProgram)}:${process.env.PATH ?? ''}`;
  const variables = Object.entries({ ...environment, PATH: path, PS1: '$ ' }).map(
    ([name, value]) => `${name}=${value}`,
  );
  await tmux(
    ...['new-session', '-d', '-x', String(columns), '-y', String(rows), '-c', folder, '--'],
    ...['env', ...variables, 'sh'],
  );
  t.teardown(() => tmux('kill-server').catch(() => undefined));
  const picture = async () => (await tmux('capture-pane', '-p')).stdout;
  return {
    type: async (text) => {
      await tmux('send-keys', '-l', text);
    },
    picture,
    shows: async (pattern) => {
      let last = '';
      try {
        return await until(`a terminal with ${pattern}`, async () => {
          last = await picture();
          return pattern.test(last) && last;
        });
      } catch (error) {
        throw new Error(`${error instanceof Error ? error.message : ''}, but it shows:\n${last}`);
      }
    },
    resize: async (width, height) => {
      await tmux('resize-window', '-x', String(width), '-y', String(height));
    },
  };
}
