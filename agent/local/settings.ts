import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { writeDurably } from '../../protocol/durable.ts';
import {
  AgentConfiguration,
  failure,
  type Problem,
  type Result,
  success,
  validatorOf,
} from '../../protocol/index.ts';
import type { ConfigurationChanged, ConfigurationView } from '../../protocol/local.ts';

/** `agent.yaml` as technicians read and change it; comments and order stay. */
export interface Settings {
  view(): Promise<Result<ConfigurationView>>;
  /** @param value `undefined` gives the key back its default */
  set(key: string, value: unknown): Promise<Result<ConfigurationChanged>>;
}

export interface SettingsOptions {
  folder: string;
  /** What the agent runs with. */
  inForce: AgentConfiguration;
  /** Keys that can be taken over while the agent runs. */
  live: readonly string[];
  /** Takes over the live keys of a new configuration. */
  adopt(next: AgentConfiguration): void;
}

const validate = validatorOf(AgentConfiguration);

export function openSettings({ folder, inForce, live, adopt }: SettingsOptions): Settings {
  const path = join(folder, 'agent.yaml');
  let last: Promise<unknown> = Promise.resolve();

  const isLive = (key: string) => live.some((one) => key === one || key.startsWith(`${one}.`));
  /** Keys whose value in the file is not what runs. */
  const pending = (values: AgentConfiguration): string[] => {
    const running = new Map(leavesOf(inForce));
    return leavesOf(values)
      .filter(([key, value]) => !isLive(key) && !isDeepStrictEqual(running.get(key), value))
      .map(([key]) => key);
  };

  const open = async () => {
    const { parseDocument } = await import('yaml');
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return 'version: 1\n';
      throw error;
    });
    const document = parseDocument(text);
    const [mistake] = document.errors;
    if (mistake) return failure('invalid', `${path}: ${mistake.message}; correct it with an editor`);
    return success(document);
  };

  const change = async (key: string, value: unknown): Promise<Result<ConfigurationChanged>> => {
    const opened = await open();
    if (!opened.ok) return opened;
    const document = opened.value;
    const before = validate(document.toJS() ?? {});
    const steps = key.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    try {
      if (value === undefined) document.deleteIn(steps);
      // A plain value takes the place of the one before and leaves the comment behind it.
      else document.setIn(steps, typeof value === 'object' ? document.createNode(value) : value);
    } catch {
      return failure('invalid', `${key} is not a known key; totem local config get shows them`, pointer(key));
    }
    const written: unknown = document.toJS() ?? {};
    const leavesWritten = structuredClone(written);
    const after = validate(written);
    if (!after.ok) return { ok: false, error: named(after.error) };
    const found = valueAt(after.value, key);
    if (found === undefined && value === undefined && valueAt(leavesWritten, key) === undefined) {
      // Neither the file nor the defaults know it.
      if (!before.ok || valueAt(before.value, key) === undefined) {
        return failure(
          'invalid',
          `${key} is not a known key; totem local config get shows them`,
          pointer(key),
        );
      }
    }
    const changed = !before.ok || !isDeepStrictEqual(before.value, after.value);
    if (changed) {
      const mode = await stat(path).then(
        ({ mode: bits }) => bits & 0o777,
        () => 0o644,
      );
      await writeDurably(path, document.toString({ lineWidth: 0 }), mode);
      adopt(after.value);
    }
    const restart = pending(after.value).some(
      (one) => one === key || one.startsWith(`${key}.`) || key.startsWith(`${one}.`),
    );
    return success({ key, value: found ?? null, changed, restart });
  };

  return {
    async view() {
      const opened = await open();
      if (!opened.ok) return opened;
      const raw: unknown = opened.value.toJS() ?? {};
      const written = leavesOf(structuredClone(raw)).map(([key]) => key);
      const values = validate(raw);
      if (!values.ok) return { ok: false, error: named(values.error) };
      return success({ path, values: values.value, written, restart: pending(values.value) });
    },
    set(key, value) {
      const turn = last.then(() => change(key, value));
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}

/** Every value that is no object, with its key; lists count as values. */
function leavesOf(value: unknown, prefix = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[prefix, value]];
  return Object.entries(value).flatMap(([name, inner]) =>
    leavesOf(inner, prefix === '' ? name : `${prefix}.${name}`),
  );
}

function valueAt(value: unknown, key: string): unknown {
  let here = value;
  for (const step of key.split('.')) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
    here = new Map(Object.entries(here)).get(step);
  }
  return here;
}

function pointer(key: string): string {
  return `/${key.replaceAll('.', '/')}`;
}

/** Names the key as people write it, beside the pointer for programs. */
function named(problem: Problem): Problem {
  const { field, message } = problem;
  if (!field || field === '/') return problem;
  const key = field.slice(1).replaceAll('/', '.');
  const unknown = message.endsWith('is not a known key') ? '; totem local config get shows them' : '';
  return { ...problem, message: message.replace(field, () => key) + unknown };
}
