import { type Command, InvalidArgumentError } from 'commander';
import { OfficeId } from '../protocol/calls/index.ts';
import {
  Day,
  type ErrorCode,
  GroupName,
  type Problem,
  ReleaseId,
  type Result,
  TotemId,
  type Validator,
  validatorOf,
} from '../protocol/index.ts';
import type { Hub } from './client/index.ts';
import type { Painter, Terminal } from './output/index.ts';
import type { SavedHub, Settings } from './settings/index.ts';

/** What a command works with. Made for each run. */
export interface Context {
  settings: Settings;
  terminal: Terminal;
  environment: NodeJS.ProcessEnv;
  /** Path of `totem-agent`, where this machine is a totem. */
  agentProgram: string;
  /** Colours for standard output. */
  paint: Painter;
  /** Columns of standard output; `undefined` where nothing needs to fit. */
  width: number | undefined;
  /** Whether a program reads the answer. */
  json: boolean;
  /** Fires on Ctrl-C. */
  signal: AbortSignal;
  now: () => number;
  /** Tells people something beside the answer, on standard error; programs are spared. */
  notice(text: string): void;
  /** The hub of the last `totem login`, or what to do where there is none. */
  hub(): Promise<Result<Hub>>;
  /** A hub without a session, or with another one than the saved. Closed at the end of the run. */
  hubAt(url: string, saved: SavedHub | null): Hub;
}

/** What a command has to say: `data` for `--json`, `text` for people; nothing where it was said on the way. */
export interface Answer {
  data: unknown;
  text: string;
  /** The command did its work and the outcome is bad, such as content with mistakes: exit code 1. */
  failed?: boolean;
}

/** Turns what a command does into commander's action: it prints the answer and sets the exit code. */
export type Run = <Values extends unknown[]>(
  work: (context: Context, ...values: Values) => Promise<Result<Answer>>,
) => (...values: Values) => Promise<void>;

/** Adds a command with its examples. Each example is the command line and what it does. */
export function subcommand(
  parent: Command,
  usage: string,
  summary: string,
  examples: readonly (readonly [string, string])[],
): Command {
  return parent.command(usage).description(summary).addHelpText('after', examplesText(examples));
}

/** A command that does something, as opposed to one that only has subcommands. */
export function leaf(
  parent: Command,
  usage: string,
  summary: string,
  examples: readonly (readonly [string, string])[],
): Command {
  return subcommand(parent, usage, summary, examples).option(
    '--json',
    'print JSON for programs, errors included, on standard output',
  );
}

/** Adds what to do next to a refusal of the hub with this code. */
export function advised(refusal: Refusal, code: ErrorCode, advice: string): Refusal {
  if (refusal.error.code !== code) return refusal;
  return { ok: false, error: { ...refusal.error, message: `${refusal.error.message}; ${advice}` } };
}

type Refusal = { ok: false; error: Problem };

export function examplesText(examples: readonly (readonly [string, string])[]): string {
  return `\nExamples:\n${examples.map(([line, what]) => `  $ ${line}\n      ${what}`).join('\n')}`;
}

/** Reads what a schema allows; `hint` says what that is. */
export function argumentOf<Value>(validate: Validator<Value>, hint: string): (text: string) => Value {
  return (text) => {
    const checked = validate(text);
    if (checked.ok) return checked.value;
    throw new InvalidArgumentError(hint);
  };
}

const name = 'It has lower-case letters, digits and inner hyphens, at most 40 characters.';

export const totemArgument = argumentOf(validatorOf(TotemId), `${name} totem ls shows the ids.`);
export const dayArgument = argumentOf(validatorOf(Day), 'It has to be a day such as 2026-03-01.');
export const groupArgument = argumentOf(validatorOf(GroupName), name);
export const releaseArgument = argumentOf(
  validatorOf(ReleaseId),
  'It looks like 20261123-163012-3f9a1c; totem content ls shows them.',
);

export const officeArgument = argumentOf(
  validatorOf(OfficeId),
  'The id of an office has lower-case letters, digits and dashes.',
);

/** For what may be given more than once. */
function severalOf(argument: (text: string) => string) {
  return (text: string, former: string[] | undefined) => [...new Set([...(former ?? []), argument(text)])];
}

export const groupsArgument = severalOf(groupArgument);
export const officesArgument = severalOf(officeArgument);

/** A whole number from 1. */
export function countArgument(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError('It has to be a whole number from 1.');
}

const spans: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** A time span such as `90s`, `10m`, `1h` or `7d`, in seconds. */
export function spanArgument(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const [, digits, unit] = /^(\d{1,7})([smhd])$/.exec(text) ?? [];
    const seconds = Number(digits) * (spans[unit ?? ''] ?? Number.NaN);
    if (seconds >= minimum && seconds <= maximum) return seconds;
    throw new InvalidArgumentError(
      `Write a number and s, m, h or d, such as 90s or 1h, from ${minimum} s to ${maximum} s.`,
    );
  };
}
