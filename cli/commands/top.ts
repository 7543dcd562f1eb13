import type { Command } from 'commander';
import { type Result, success } from '../../protocol/index.ts';
import { type Answer, type Context, leaf, type Run } from '../command.ts';
import { localAgent, socketPath } from '../local/index.ts';
import { plain, table } from '../output/index.ts';
import {
  columns,
  detailsOf,
  fleetSource,
  inOrder,
  localSource,
  type Row,
  runFullScreen,
  type Source,
} from '../top/index.ts';

interface TopOptions {
  local?: boolean;
  socket?: string;
}

export function addTop(parent: Command, run: Run): void {
  leaf(parent, 'top', 'Watch the fleet, or the totem at hand, on the whole terminal.', [
    ['totem top', 'Watches all totems of the hub.'],
    ['totem top --local', 'Watches the totem this runs on, without a hub.'],
    ['totem top --json', 'Prints everything once.'],
  ])
    .option('--local', 'the totem this runs on, through its local socket')
    .option('--socket <path>', "the agent's unix socket; goes with --local")
    .action(run(top));
}

async function top(context: Context, options: TopOptions): Promise<Result<Answer>> {
  const ended = new AbortController();
  const signal = AbortSignal.any([context.signal, ended.signal]);
  if (options.local || options.socket !== undefined) {
    const agent = localAgent(socketPath(options.socket, context.environment), signal);
    try {
      return await watch(context, localSource(agent), ended);
    } finally {
      await agent.close();
    }
  }
  const hub = await context.hub();
  if (!hub.ok)
    return {
      ok: false,
      error: { ...hub.error, message: `${hub.error.message}; or watch this totem with: totem top --local` },
    };
  return watch(context, fleetSource(hub.value), ended);
}

async function watch(context: Context, source: Source, ended: AbortController): Promise<Result<Answer>> {
  // The first answer tells whether there is anything to watch, before the screen is taken.
  const first = await source.once();
  if (!first.ok) return first;
  if (!context.json && context.terminal.out.isTTY && context.terminal.input.isTTY) {
    await runFullScreen(context, source, first.value);
    ended.abort();
    return success({ data: undefined, text: '' });
  }
  const rows = inOrder(first.value);
  const data = source.fleet ? { totems: rows } : rows[0];
  return success({ data, text: source.fleet ? listText(context, rows) : oneText(context, rows[0]) });
}

function listText(context: Context, rows: readonly Row[]): string {
  if (rows.length === 0) return 'No totem yet.';
  const cells = rows.map((row) => columns.map((column) => plain(column.text(row, context.now()))));
  return table(
    columns.map(({ title }) => title),
    cells,
    context.width,
  );
}

function oneText(context: Context, row: Row | undefined): string {
  if (!row) return '';
  return detailsOf(row, context.now(), context.width ?? 100)
    .map(({ text }) => plain(text).trimEnd())
    .join('\n');
}
