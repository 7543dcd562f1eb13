import type { Command } from 'commander';
import type { Result } from '../../../protocol/index.ts';
import { type Answer, type Context, leaf } from '../../command.ts';
import { type LocalAgent, localAgent, socketPath } from '../../local/index.ts';

export interface LocalOptions {
  socket?: string;
}

/** A command that speaks to the agent of this machine. */
export function localLeaf(
  parent: Command,
  usage: string,
  summary: string,
  examples: readonly (readonly [string, string])[],
): Command {
  return leaf(parent, usage, summary, examples).option(
    '--socket <path>',
    "the agent's unix socket (default: run/agent.sock in TOTEM_DATA, or in /var/lib/totem)",
  );
}

/** Carries out what is asked of the agent, and lets go of it. */
export async function withAgent(
  context: Context,
  { socket }: LocalOptions,
  work: (agent: LocalAgent) => Promise<Result<Answer>>,
): Promise<Result<Answer>> {
  const agent = localAgent(socketPath(socket, context.environment), context.signal);
  try {
    return await work(agent);
  } finally {
    await agent.close();
  }
}

/** Prints an entry of a stream as it comes: a line for people, or a JSON document a line for programs. */
export function printEntry(context: Context, entry: unknown, text: string): void {
  context.terminal.out.write(`${context.json ? JSON.stringify(entry) : text}\n`);
}

/** What a command says that has printed everything already. */
export const printed: Answer = { data: undefined, text: '' };
