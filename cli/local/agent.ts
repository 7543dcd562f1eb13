import { Agent, request } from 'undici';
import {
  ApiProblem,
  type ErrorCode,
  errorStatus,
  failure,
  jsonValidatorOf,
  type Problem,
  type Result,
  success,
  validatorOf,
} from '../../protocol/index.ts';
import {
  type LocalAnswer,
  type LocalInput,
  type LocalSingleCall,
  type LocalStreamCall,
  localCalls,
} from '../../protocol/local.ts';
import { linesOf } from './lines.ts';
import { socketTrouble } from './socket.ts';

const maximumAnswerBytes = 4 * 1024 * 1024;
const parseProblem = jsonValidatorOf(ApiProblem, 64 * 1024);

/** The agent of this machine, through its unix socket. Every answer is checked against its schema. */
export interface LocalAgent {
  socket: string;
  call<Name extends LocalSingleCall>(name: Name, input: LocalInput<Name>): Promise<Result<LocalAnswer<Name>>>;
  /** Gives each line to `onEntry` until the stream ends; Ctrl-C is an ordinary end. */
  stream<Name extends LocalStreamCall>(
    name: Name,
    input: LocalInput<Name>,
    onEntry: (entry: LocalAnswer<Name>) => void,
  ): Promise<Result<null>>;
  close(): Promise<void>;
}

export function localAgent(socket: string, signal: AbortSignal): LocalAgent {
  const dispatcher = new Agent({
    connect: { socketPath: socket, timeout: 5000 },
    // Applying network settings may take the tools of the system their time.
    headersTimeout: 60_000,
    bodyTimeout: 0,
  });

  const send = (name: LocalSingleCall | LocalStreamCall, input: object) => {
    const { method, path } = localCalls[name];
    const query = method === 'GET' ? queryOf(input) : '';
    return request(`http://totem-agent${path}${query}`, {
      method,
      signal,
      dispatcher,
      ...(method === 'POST' && {
        body: JSON.stringify(input),
        headers: { 'content-type': 'application/json' },
      }),
    });
  };

  return {
    socket,
    async call(name, input) {
      try {
        const answer = await send(name, input);
        let text = '';
        for await (const piece of answer.body.setEncoding('utf8')) {
          text += String(piece);
          if (text.length > maximumAnswerBytes)
            return failure('too_large', 'the answer of the agent is too large');
        }
        if (answer.statusCode !== 200) return refusal(text, answer.statusCode);
        const parsed: unknown = JSON.parse(text);
        const checked = answerValidator(name)(parsed);
        return checked.ok ? checked : strange(checked.error);
      } catch (error) {
        return trouble(error);
      }
    },
    async stream(name, input, onEntry) {
      const check = answerValidator(name);
      try {
        const answer = await send(name, input);
        if (answer.statusCode !== 200) return refusal(await answer.body.text(), answer.statusCode);
        for await (const line of linesOf(answer.body, maximumAnswerBytes)) {
          const ended = parseProblem(line);
          if (ended.ok) return problemOf(ended.value.error);
          const parsed: unknown = JSON.parse(line);
          const entry = check(parsed);
          if (!entry.ok) return strange(entry.error);
          onEntry(entry.value);
        }
        return success(null);
      } catch (error) {
        return signal.aborted ? success(null) : trouble(error);
      }
    },
    close: () => dispatcher.destroy(),
  };

  async function trouble(error: unknown): Promise<{ ok: false; error: Problem }> {
    if (signal.aborted) return failure('unavailable', 'interrupted');
    if (error instanceof SyntaxError) return strange({ code: 'invalid', message: 'not valid JSON' });
    return socketTrouble(socket, error);
  }
}

function answerValidator<Name extends LocalSingleCall | LocalStreamCall>(name: Name) {
  const { answer }: { answer: (typeof localCalls)[Name]['answer'] } = localCalls[name];
  return validatorOf(answer);
}

function queryOf(input: object): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input)) query.set(name, String(value));
  return query.size === 0 ? '' : `?${query}`;
}

function refusal(text: string, status: number): { ok: false; error: Problem } {
  const parsed = parseProblem(text);
  if (parsed.ok) return problemOf(parsed.value.error);
  return failure('internal', `what listens on the socket answers ${status} in a form that is not an agent's`);
}

function problemOf({ code, message, field }: { code: string; message: string; field?: string }): {
  ok: false;
  error: Problem;
} {
  return failure(isErrorCode(code) ? code : 'internal', message, field);
}

function strange(problem: Problem): { ok: false; error: Problem } {
  return failure(
    'internal',
    `the agent's answer has an unknown form (${problem.message}); are agent and command of the same version?`,
    problem.field,
  );
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorStatus, code);
}
