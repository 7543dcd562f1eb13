import { dirname, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import {
  type CheckName,
  type CheckResult,
  checkNames,
  type DoctorEvent,
  type DoctorReport,
  failure,
  type Result,
  success,
} from '../../protocol/index.ts';
import type { Answer, Context, Run } from '../command.ts';
import {
  createKeyDesk,
  createScreen,
  lastWords,
  localDoctor,
  loneDoctor,
  type Source,
  writeBundle,
} from '../doctor/index.ts';
import { type LocalAgent, localAgent, socketPath } from '../local/index.ts';
import { bytesText, plain } from '../output/index.ts';
import { type LocalOptions, localLeaf } from './local/leaf.ts';

interface Options extends LocalOptions {
  only?: CheckName[];
  unattended?: boolean;
  yes?: boolean;
  disturb?: boolean;
  bundle?: string;
  keepAddresses?: boolean;
}

export function addDoctor(parent: Command, run: Run): void {
  localLeaf(parent, 'doctor', 'Look this totem over, from its screen to its hub, and say what to do.', [
    ['totem doctor', 'Does every check and asks what only a person can tell.'],
    ['totem doctor --only network,disk', 'Does two of them.'],
    ['totem doctor --unattended --json', 'Asks nothing, and gives the whole result to a program.'],
    ['totem doctor --bundle support.tar.gz', 'Also writes an archive to send to whoever helps.'],
  ])
    .option('--only <checks>', `these checks, with commas between: ${checkNames.join(', ')}`, checksArgument)
    .option('--unattended', 'nobody stands at the totem: ask nothing')
    .option('-y, --yes', 'the same')
    .option('--disturb', 'take the screen and make sounds even while a citizen uses the totem')
    .option('--bundle <file>', 'write a support archive, without secrets and without anything about people')
    .option('--keep-addresses', 'leave the addresses of the network in the archive')
    .action(run(doctor));
}

function checksArgument(text: string, former: CheckName[] | undefined): CheckName[] {
  const named = text.split(',').map((name) => {
    const known = checkNames.find((check) => check === name.trim());
    if (known) return known;
    throw new InvalidArgumentError(`There is no check ${name.trim()}; there are ${checkNames.join(', ')}.`);
  });
  return [...new Set([...(former ?? []), ...named])];
}

/** Milliseconds in which an agent that is well answers how it is. */
const answersWithin = 8000;

async function doctor(context: Context, options: Options): Promise<Result<Answer>> {
  const socket = socketPath(options.socket, context.environment);
  // The socket is in `run` of the data folder.
  const folder = dirname(dirname(socket));
  const agent = localAgent(socket, context.signal);
  try {
    const status = await answerOf(agent);
    if (status && !status.ok && status.error.code !== 'unavailable') return status;
    const running = status?.ok === true;
    if (!running) await tellWhy(context, status === null);
    const source = running ? localDoctor(agent) : loneDoctor(context.agentProgram, folder, context.signal);
    const report = await examine(context, options, source, running);
    if (!report.ok) return report;
    const failed = report.value.results.some(({ outcome }) => outcome === 'failed');
    if (options.bundle === undefined) return success({ data: report.value, text: '', failed });
    const file = resolve(options.bundle);
    const log = running ? await logOf(agent) : [];
    const input = { report: report.value, log, ...(status?.ok && { status: status.value }) };
    const bundle = await writeBundle({
      program: context.agentProgram,
      folder,
      file,
      keepAddresses: options.keepAddresses === true,
      input,
    });
    if (!bundle.ok) return bundle;
    const text = `\nSaved ${file} (${bytesText(bundle.value.bytes)}).`;
    return success({ data: { ...report.value, bundle: bundle.value }, text, failed });
  } finally {
    await agent.close();
  }
}

/** `null` where something listens and says nothing. */
async function answerOf(agent: LocalAgent) {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((settle) => {
    timer = setTimeout(() => settle(null), answersWithin);
  });
  try {
    return await Promise.race([agent.call('status', {}), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function tellWhy(context: Context, deaf: boolean): Promise<void> {
  context.notice(
    deaf
      ? 'The agent does not answer; the doctor works without it.'
      : 'The agent does not run; the doctor works without it.',
  );
  const words = await lastWords(8);
  if (words.length > 0)
    context.notice(`The last that it said:\n${words.map((line) => `  ${plain(line)}`).join('\n')}`);
}

async function examine(
  context: Context,
  options: Options,
  source: Source,
  running: boolean,
): Promise<Result<DoctorReport>> {
  const { terminal, json } = context;
  const quiet = options.unattended === true || options.yes === true || json;
  const attended = !quiet && terminal.input.isTTY === true && terminal.out.isTTY === true;
  const screen = json ? null : createScreen(context);
  const desk = createKeyDesk(terminal.input, () => process.kill(process.pid, 'SIGINT'));
  const results: CheckResult[] = [];
  let started: Extract<DoctorEvent, { type: 'started' }> | undefined;
  let verdict: DoctorReport['verdict'] | undefined;
  const problem = await source(
    { attended, disturb: options.disturb === true, ...(options.only && { only: options.only }) },
    {
      onEvent(event) {
        if (event.type !== 'picture') desk.withdraw();
        screen?.show(event);
        if (event.type === 'started') started = event;
        if (event.type === 'result') results.push(event.result);
        if (event.type === 'verdict') verdict = event.verdict;
      },
      answer: desk.ask,
    },
  );
  desk.withdraw();
  screen?.clear();
  if (context.signal.aborted) return failure('unavailable', 'interrupted');
  if (problem) return { ok: false, error: problem };
  if (!started || !verdict)
    return failure('unavailable', 'the doctor ended before its verdict; run it again');
  const { totem, version: agent, at } = started;
  return success({ version: 1, totem, agent, running, started: at, results, verdict });
}

/** The newest lines of the agent's log, for the archive. */
async function logOf(agent: LocalAgent): Promise<unknown[]> {
  const lines: unknown[] = [];
  await agent.stream('logs', { lines: 2000, follow: false }, (line) => lines.push(line));
  return lines;
}
