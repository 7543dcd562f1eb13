import { type Problem, type Result, textValidatorOf, validatorOf } from '../../protocol/index.ts';
import {
  type LocalAnswer,
  type LocalInput,
  type LocalSingleCall,
  type LocalStreamCall,
  localCalls,
} from '../../protocol/local.ts';

/** What a handler of a stream writes to. */
export interface LocalStream<Entry> {
  /** Tells the client that the call was taken; the first entry does it too. */
  begin(): void;
  /** False where the client reads too slowly: the entry was left out. */
  send(entry: Entry): boolean;
  /** Resolves when there is room for the next entry, or the stream has ended. */
  drained(): Promise<void>;
  /** Fires when the client has left, or the agent ends. */
  signal: AbortSignal;
}

/** One row of the server's table. */
export type Route = { method: 'GET' | 'POST'; path: string } & (
  | { stream: false; take(input: unknown): Promise<Result<unknown>> }
  | { stream: true; take(input: unknown, out: LocalStream<unknown>): Promise<Result<unknown>> }
);

/** A call with one answer. */
export function single<Name extends LocalSingleCall>(
  name: Name,
  handle: (input: LocalInput<Name>) => Result<LocalAnswer<Name>> | Promise<Result<LocalAnswer<Name>>>,
): Route {
  const { method, path } = localCalls[name];
  const validate = inputValidator(name);
  return {
    method,
    path,
    stream: false,
    async take(input) {
      const checked = validate(input);
      return checked.ok ? handle(checked.value) : checked;
    },
  };
}

/** A call that is answered line by line for as long as its handler takes. */
export function streamed<Name extends LocalStreamCall>(
  name: Name,
  handle: (input: LocalInput<Name>, out: LocalStream<LocalAnswer<Name>>) => Promise<Result<unknown>>,
): Route {
  const { method, path } = localCalls[name];
  const validate = inputValidator(name);
  return {
    method,
    path,
    stream: true,
    async take(input, out) {
      const checked = validate(input);
      return checked.ok ? handle(checked.value, out) : checked;
    },
  };
}

function inputValidator<Name extends LocalSingleCall | LocalStreamCall>(name: Name) {
  const { method, input }: { method: string; input: (typeof localCalls)[Name]['input'] } = localCalls[name];
  return method === 'GET' ? textValidatorOf(input) : validatorOf(input);
}

/** A message may quote what the client sent; the client knows it. */
export function shortened(problem: Problem): Problem {
  const { field } = problem;
  const message = problem.message.slice(0, 500);
  return field === undefined
    ? { code: problem.code, message }
    : { code: problem.code, message, field: field.slice(0, 240) };
}
