import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import {
  type Answer,
  type CheckResult,
  DoctorAnswer,
  type DoctorEvent,
  type DoctorReport,
  DoctorRequest,
  jsonValidatorOf,
  type Question,
  type Verdict,
  validatorOf,
} from '../../protocol/index.ts';
import { partsAlone } from './alone.ts';
import { createDoctor } from './doctor.ts';
import { withoutPicture } from './picture/without.ts';

const usage = `Usage: totem-agent doctor [--only CHECK,…] [--attended] [--json | --events]

Looks this totem over while its agent does not run. With an agent that runs, \`totem doctor\` does more.
  --only      these checks and no others, with commas between
  --attended  somebody is here: questions are answered on standard input, one JSON object a line
  --json      one JSON document at the end
  --events    every event as it happens, one JSON object a line
Ends with 0 where nothing failed, 1 where something did, 2 for wrong usage.
`;

const readRequest = validatorOf(DoctorRequest);
const readAnswer = jsonValidatorOf(DoctorAnswer, 4096);

/** `totem-agent doctor`. @returns the exit code */
export async function doctorCommand(
  words: readonly string[],
  folder: string,
  version: string,
): Promise<number> {
  const options = optionsOf(words);
  const request =
    options && readRequest({ ...(options.only && { only: options.only }), attended: options.attended });
  if (!options || !request?.ok) {
    process.stderr.write(
      `${request && !request.ok ? `totem-agent: ${request.error.message}\n` : ''}${usage}`,
    );
    return 2;
  }
  const cancelled = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => cancelled.abort());
  const parts = await partsAlone(folder, version);
  const doctor = createDoctor(() => parts);
  const run = doctor.run(request.value, {
    signal: cancelled.signal,
    ask: options.attended ? askOnInput() : skip,
  });
  if (!run.ok) return 1;
  return tell(run.value, options, parts.running !== null);
}

interface Options {
  only: string[] | undefined;
  attended: boolean;
  form: 'text' | 'json' | 'events';
}

function optionsOf(words: readonly string[]): Options | null {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        only: { type: 'string', multiple: true },
        attended: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        events: { type: 'boolean', default: false },
      },
    });
    return {
      only: values.only?.flatMap((list) => list.split(',')).map((name) => name.trim()),
      attended: values.attended,
      form: values.events ? 'events' : values.json ? 'json' : 'text',
    };
  } catch {
    return null;
  }
}

async function tell(
  events: AsyncIterable<DoctorEvent>,
  { form }: Options,
  running: boolean,
): Promise<number> {
  const results: CheckResult[] = [];
  let started: Extract<DoctorEvent, { type: 'started' }> | undefined;
  let verdict: Verdict | undefined;
  for await (const event of events) {
    if (event.type === 'started') started = event;
    if (event.type === 'result') results.push(event.result);
    if (event.type === 'verdict') verdict = event.verdict;
    if (form === 'events') process.stdout.write(`${JSON.stringify(withoutPicture(event))}\n`);
    if (form === 'text') process.stdout.write(linesOf(event));
  }
  if (!started || !verdict) return 1;
  if (form === 'json') {
    const { totem, version: agent, at } = started;
    const report: DoctorReport = { version: 1, totem, agent, running, started: at, results, verdict };
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  }
  return results.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
}

const marks = { good: '+', note: '-', warning: '!', failed: 'x' } as const;

function linesOf(event: DoctorEvent): string {
  if (event.type === 'result') {
    const { check, outcome, findings } = event.result;
    const lines = findings.map(
      ({ weight, text, cure }) =>
        `  ${marks[weight]} ${text}${cure && weight !== 'good' ? `\n    ${cure}` : ''}\n`,
    );
    return `${check}: ${outcome}\n${lines.join('')}`;
  }
  if (event.type === 'picture') return `  picture: ${event.file}\n`;
  if (event.type === 'verdict') return `\n${event.verdict.text}\n`;
  return '';
}

const skip = async (): Promise<Answer> => 'skip';

/** Answers come as lines on standard input; the end of it skips what is still asked. */
function askOnInput(): (question: Question, signal: AbortSignal) => Promise<Answer> {
  const waiting = new Map<string, (answer: Answer) => void>();
  let closed = false;
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    const answer = readAnswer(line);
    if (answer.ok) waiting.get(answer.value.question)?.(answer.value.answer);
  });
  lines.on('close', () => {
    closed = true;
    for (const resolve of waiting.values()) resolve('skip');
  });
  return (question, signal) =>
    new Promise((resolve) => {
      const settle = (answer: Answer) => {
        waiting.delete(question.id);
        resolve(answer);
      };
      if (closed) return settle('skip');
      waiting.set(question.id, settle);
      signal.addEventListener('abort', () => settle('skip'), { once: true });
    });
}
