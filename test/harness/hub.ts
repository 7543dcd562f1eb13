import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Type, { type Static } from 'typebox';
import { fetch, Headers, type RequestInit, type Response } from 'undici';
import { EnrolmentTokenMade, jsonValidatorOf, SignedIn, validatorOf } from '../../protocol/index.ts';
import type { Owner } from './owner.ts';
import { until } from './until.ts';

const ReadyLine = Type.Object({
  msg: Type.Literal('hub ready'),
  http: Type.String(),
  mqtt: Type.String(),
  gateway: Type.String(),
  artifacts: Type.String(),
  firstSignIn: Type.Union([Type.String(), Type.Null()]),
});
export type HubUrls = Pick<Static<typeof ReadyLine>, 'http' | 'mqtt' | 'gateway' | 'artifacts'>;

const readLine = jsonValidatorOf(ReadyLine, 16 * 1024);
const readSignedIn = validatorOf(SignedIn);
const readToken = validatorOf(EnrolmentTokenMade);
const program = fileURLToPath(new URL('../../hub/main.ts', import.meta.url));
const startWithinMs = 90_000;
const portTaken = /^totem-hub: .*\bis taken\b/m;
const password = 'a password for tests';

export interface HubOptions {
  /** A folder of an earlier hub; a new temporary one where nothing is said. */
  data?: string;
  /** Text of `hub.yaml`. */
  yaml?: string;
  /** Variables besides those of this process; ports are 0 unless they are named here. */
  environment?: Record<string, string>;
  /** How long it may take to be ready (ms). */
  startWithinMs?: number;
}

/** A hub in a process of its own. It ends with the test. */
export interface TestHub {
  urls: HubUrls;
  data: string;
  password: string;
  /** The ports it listens on as variables: a hub that takes its place is found by its totems. */
  ports: Record<string, string>;
  /** Lines of its log so far. */
  log: readonly string[];
  /** Sends a signal and resolves with the exit code, or the signal's name, when the process has gone. */
  kill(signal: NodeJS.Signals): Promise<number | string | null>;
  /** SIGTERM. */
  stop(): Promise<number | string | null>;
  /** Asks `/api/v1<path>`, signed in. */
  api(path: string, init?: RequestInit): Promise<Response>;
}

export async function newDataFolder(t: Owner): Promise<string> {
  const data = await mkdtemp(join(tmpdir(), 'totem-hub-'));
  t.teardown(() => rm(data, { recursive: true, force: true }));
  return data;
}

/** Starts `hub/main.ts` as its own process and waits until it is ready. */
export async function startHub(t: Owner, options: HubOptions = {}): Promise<TestHub> {
  const data = options.data ?? (await newDataFolder(t));
  const { child, log, urls } = await readyHub(t, { ...options, data });
  let token: Promise<string> | undefined;

  async function signIn(): Promise<string> {
    const response = await fetch(`${urls.http}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'admin', password }),
    });
    const signedIn = readSignedIn(await response.json());
    if (!signedIn.ok) throw new Error(`sign-in answered ${response.status}: ${signedIn.error.message}`);
    return signedIn.value.token;
  }

  const kill = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    }
    return child.exitCode ?? child.signalCode;
  };
  return {
    urls,
    data,
    password,
    ports: {
      TOTEM_HTTP_PORT: new URL(urls.http).port,
      TOTEM_MQTT_PORT: new URL(urls.mqtt).port,
      TOTEM_GATEWAY_PORT: new URL(urls.gateway).port,
      TOTEM_ARTIFACTS_PORT: new URL(urls.artifacts).port,
    },
    log,
    kill,
    stop: () => kill('SIGTERM'),
    async api(path, init = {}) {
      token ??= signIn();
      const headers = { authorization: `Bearer ${await token}`, ...jsonType(init), ...headersOf(init) };
      return fetch(`${urls.http}/api/v1${path}`, { ...init, headers });
    },
  };
}

/** A process of a hub, ready or not. */
interface Launched {
  child: ChildProcess;
  log: string[];
  /** What it said on stderr so far. */
  errors: () => string;
  /** Resolves when it has gone and all that it said was read. */
  closed: Promise<void>;
}

/** Starts the process only, for hubs that are meant not to become ready. */
export async function launchHub(t: Owner, options: HubOptions & { data: string }): Promise<Launched> {
  if (options.yaml !== undefined) await writeFile(join(options.data, 'hub.yaml'), options.yaml);
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      TOTEM_DATA: options.data,
      TOTEM_ADMIN_PASSWORD: password,
      TOTEM_HTTP_PORT: '0',
      TOTEM_MQTT_PORT: '0',
      TOTEM_GATEWAY_PORT: '0',
      TOTEM_ARTIFACTS_PORT: '0',
      ...options.environment,
    },
  });
  const log: string[] = [];
  let errors = '';
  createInterface({ input: child.stdout }).on('line', (line) => log.push(line));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  t.teardown(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await once(child, 'spawn');
  return { child, log, errors: () => errors, closed };
}

/**
 * Starts it until it is ready. The ports of a hub that was ended may be somebody else's for a moment, so that one which
 * is told to take them is started again as long as it says that they are taken.
 */
async function readyHub(
  t: Owner,
  options: HubOptions & { data: string },
): Promise<{ child: ChildProcess; log: string[]; urls: HubUrls }> {
  let launched = await launchHub(t, options);
  const urls = await until(
    'the hub to be ready',
    async () => {
      const { child, log, errors, closed } = launched;
      for (const line of log) {
        const ready = line.includes('hub ready') ? readLine(line) : undefined;
        if (ready?.ok) return ready.value;
      }
      if (child.exitCode === null && child.signalCode === null) return undefined;
      await closed;
      const said = errors();
      if (!portTaken.test(said)) {
        const how = child.exitCode ?? child.signalCode;
        throw new Error(`the hub ended with ${how}: ${[...log, said].join('\n')}`);
      }
      launched = await launchHub(t, options);
      return undefined;
    },
    options.startWithinMs ?? startWithinMs,
  );
  return { ...launched, urls };
}

function jsonType(init: RequestInit): Record<string, string> {
  return typeof init.body === 'string' ? { 'content-type': 'application/json' } : {};
}

function headersOf(init: RequestInit): Record<string, string> {
  return Object.fromEntries(new Headers(init.headers).entries());
}

/** Makes a one-time token through the API. */
export async function newToken(hub: TestHub, request: object = {}): Promise<string> {
  const response = await hub.api('/enrolment-tokens', { method: 'POST', body: JSON.stringify(request) });
  const made = readToken(await response.json());
  if (!made.ok) throw new Error(`a token was answered with ${response.status}: ${made.error.message}`);
  return made.value.token;
}
