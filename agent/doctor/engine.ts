import { randomUUID } from 'node:crypto';
import {
  type Answer,
  type CheckName,
  type CheckResult,
  checkNames,
  type DoctorEvent,
  type DoctorRequest,
  type Finding,
  fillIn,
  type Question,
  type QuestionCode,
  questionTexts,
} from '../../protocol/index.ts';
import { type Channel, createChannel } from './channel.ts';
import type { Check, CheckContext, Checks } from './check.ts';
import { findingOf } from './finding.ts';
import type { DoctorParts, RunOptions } from './parts.ts';
import { keepPicture } from './picture/keep.ts';
import { cureOf, outcomeOf, verdictOf } from './verdict.ts';

/** Milliseconds that a check gets for ending after its time was over. */
const graceful = 3000;
const answerWithin = 60_000;

/**
 * Runs the checks one after the other and tells everything as it happens. A check that breaks, or that does not end,
 * is a finding and keeps no other check from being done. A reader that goes away cancels the run.
 */
export async function* runChecks(
  checks: Checks,
  parts: DoctorParts,
  request: DoctorRequest,
  options: RunOptions = {},
): AsyncGenerator<DoctorEvent, void, undefined> {
  const left = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, left.signal]) : left.signal;
  const channel = createChannel<DoctorEvent>();
  const run: Run = { mayDisturb: permission(parts, request), parts, request, options, signal, channel };
  const selected = checkNames.filter((name) => request.only?.includes(name) ?? true);
  const work = async () => {
    const results: CheckResult[] = [];
    channel.put({
      type: 'started',
      run: randomUUID(),
      at: new Date(parts.now()).toISOString(),
      totem: parts.identity.ok ? (parts.identity.value?.enrolment.totem ?? null) : null,
      version: parts.version,
      checks: selected,
    });
    for (const name of selected) {
      if (signal.aborted) return;
      channel.put({ type: 'check', check: name });
      const result = await runCheck(name, checks[name], run);
      if (signal.aborted) return;
      results.push(result);
      channel.put({ type: 'result', result });
    }
    channel.put({ type: 'verdict', verdict: verdictOf(results, parts.now()) });
  };
  const done = work().finally(channel.end);
  try {
    yield* channel;
    await done;
  } finally {
    left.abort();
    // Whatever the check that was cut short has on the screen or in a child is taken back before the run counts as over.
    await done;
  }
}

interface Run {
  mayDisturb(): boolean;
  parts: DoctorParts;
  request: DoctorRequest;
  options: RunOptions;
  signal: AbortSignal;
  channel: Channel<DoctorEvent>;
}

/** Once the screen was free, it belongs to the person who answers: their own touches are not a citizen's. */
function permission(parts: DoctorParts, request: DoctorRequest): () => boolean {
  let granted = request.disturb;
  return () => {
    if (granted) return true;
    const free = parts.running?.screenFree() ?? true;
    granted = free && request.attended;
    return free;
  };
}

async function runCheck(name: CheckName, check: Check, run: Run): Promise<CheckResult> {
  const { request, channel } = run;
  const began = performance.now();
  const findings: Finding[] = [];
  const seconds = request.attended ? (check.attendedSeconds ?? check.seconds) : check.seconds;
  const over = alarm(seconds * 1000);
  const signal = AbortSignal.any([run.signal, over.signal]);
  let open = true;
  const context: CheckContext = {
    parts: run.parts,
    attended: request.attended,
    mayDisturb: run.mayDisturb,
    signal,
    find: (code, parameters) => {
      if (open && findings.length < 200) findings.push(findingOf(code, parameters));
    },
    progress: (text, share) => {
      if (open)
        channel.put({ type: 'progress', check: name, text: text.slice(0, 1000), share: share ?? null });
    },
    picture: async (title, bytes) => {
      const file = await keepPicture(run.parts.folder, title, bytes);
      if (open)
        channel.put({ type: 'picture', check: name, name: title, file, base64: bytes.toString('base64') });
    },
    ask: (code, parameters) => (open ? ask(name, code, parameters, signal, run) : Promise.resolve('skip')),
  };
  const work = check.run(context).catch((error: unknown) => {
    // Its time was over or the run was cancelled: not the check's fault.
    if (signal.aborted) return;
    const reason = error instanceof Error ? error.message : String(error);
    context.find('check.broke', { reason });
  });
  const grace = elapsedAfter(signal, graceful);
  await Promise.race([work, grace.over]);
  grace.end();
  over.end();
  if (over.signal.aborted) context.find('check.timed_out', { seconds });
  open = false;
  return {
    check: name,
    outcome: outcomeOf(findings),
    findings,
    cure: cureOf(findings),
    seconds: Math.round(performance.now() - began) / 1000,
  };
}

async function ask(
  check: CheckName,
  code: QuestionCode,
  parameters: Record<string, string | number>,
  checkSignal: AbortSignal,
  { request, options, channel }: Run,
): Promise<Answer> {
  if (!request.attended || !options.ask) return 'skip';
  const text = fillIn(questionTexts[code], parameters);
  const id = randomUUID();
  const question: Question = { id, check, code, text, parameters, options: ['yes', 'no', 'skip'] };
  const late = alarm(options.patience ?? answerWithin);
  const signal = AbortSignal.any([checkSignal, late.signal]);
  channel.put({ type: 'question', question });
  const answered = options.ask(question, signal).catch((): Answer => 'skip');
  const nobody = elapsedAfter(signal, 0);
  const answer = await Promise.race([answered, nobody.over.then((): Answer => 'skip')]);
  nobody.end();
  late.end();
  return answer;
}

/** Resolves so many milliseconds after the signal has fired, unless it is ended before. */
function elapsedAfter(signal: AbortSignal, milliseconds: number): { over: Promise<void>; end(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  let timer: NodeJS.Timeout | undefined;
  const wait = () => {
    timer = setTimeout(resolve, milliseconds);
  };
  if (signal.aborted) wait();
  else signal.addEventListener('abort', wait, { once: true });
  return {
    over: promise,
    end: () => {
      signal.removeEventListener('abort', wait);
      clearTimeout(timer);
    },
  };
}

/** Fires after so many milliseconds, which keep the process alive, unless it is ended before. */
function alarm(milliseconds: number): { signal: AbortSignal; end(): void } {
  const rung = new AbortController();
  const timer = setTimeout(() => rung.abort(), milliseconds);
  return { signal: rung.signal, end: () => clearTimeout(timer) };
}
