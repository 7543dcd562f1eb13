import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Type from 'typebox';
import { WebSocket } from 'ws';
import { jsonValidatorOf, validatorOf } from '../../protocol/index.ts';
import type { Owner } from './owner.ts';
import { until } from './until.ts';

const readAnswer = jsonValidatorOf(
  Type.Object({
    id: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
    type: Type.String(),
    message: Type.Optional(Type.String()),
    result: Type.Optional(Type.Unknown()),
  }),
  32 * 1024 * 1024,
);
const readContext = validatorOf(Type.Object({ context: Type.String() }));
const readEvaluated = validatorOf(
  Type.Object({
    type: Type.String(),
    result: Type.Optional(Type.Object({ type: Type.String(), value: Type.Optional(Type.Unknown()) })),
    exceptionDetails: Type.Optional(Type.Object({ text: Type.String() })),
  }),
);

/** A test picture and a beep as devices that need no permission, and nothing fetched from the network. */
const preferences = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.autoplay.default': 0,
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'app.update.disabledForTesting': true,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'network.captive-portal-service.enabled': false,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
};

/** One page in a Firefox of its own, driven by WebDriver BiDi (W3C), which Debian's Firefox speaks by itself. */
export interface FirefoxPage {
  /** Runs an expression in the page and gives its value, where that is a string, a number or a boolean. */
  evaluate(expression: string): Promise<unknown>;
  /** Waits until an expression holds. */
  holds(what: string, expression: string): Promise<void>;
  /** Keys as a person presses them, one after the other. */
  type(...keys: string[]): Promise<void>;
  screenshot(): Promise<Buffer>;
}

/** Keys without a character (WebDriver, 17.4.2). */
export const enter = '\uE007';

export async function openFirefox(t: Owner, url: string): Promise<FirefoxPage> {
  const profile = await mkdtemp(join(tmpdir(), 'totem-firefox-'));
  const lines = Object.entries(preferences).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  await writeFile(join(profile, 'user.js'), lines.join(''));
  const firefox = spawn(
    process.env.FIREFOX ?? '/usr/bin/firefox-esr',
    ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port=0', 'about:blank'],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, HOME: profile, MOZ_HEADLESS_WIDTH: '1440', MOZ_HEADLESS_HEIGHT: '900' },
    },
  );
  t.teardown(async () => {
    if (firefox.exitCode === null) {
      firefox.kill('SIGKILL');
      await once(firefox, 'exit');
    }
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  });
  let said = '';
  firefox.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const address = await until(
    'Firefox to listen',
    () => /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(said)?.[1],
    60_000,
  );
  const socket = new WebSocket(`${address}/session`);
  t.teardown(() => socket.terminate());
  await once(socket, 'open');
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  socket.on('message', (data: Buffer) => {
    const read = readAnswer(data);
    const asked = read.ok && typeof read.value.id === 'number' ? waiting.get(read.value.id) : undefined;
    if (!read.ok || !asked) return;
    if (read.value.type === 'success') asked.resolve(read.value.result);
    else asked.reject(new Error(read.value.message ?? 'Firefox refused'));
  });
  let last = 0;
  const ask = (method: string, params: object) =>
    new Promise<unknown>((resolve, reject) => {
      const id = ++last;
      waiting.set(id, { resolve, reject });
      socket.send(JSON.stringify({ id, method, params }));
    });

  await ask('session.new', { capabilities: {} });
  const made = readContext(await ask('browsingContext.create', { type: 'tab' }));
  if (!made.ok) throw new Error(made.error.message);
  const { context } = made.value;
  await ask('browsingContext.navigate', { context, url, wait: 'complete' });

  const evaluate = async (expression: string) => {
    const answer = readEvaluated(
      await ask('script.evaluate', { expression, target: { context }, awaitPromise: true }),
    );
    if (!answer.ok) throw new Error(answer.error.message);
    const { exceptionDetails, result } = answer.value;
    if (exceptionDetails) throw new Error(exceptionDetails.text);
    return result?.value;
  };
  return {
    evaluate,
    holds: async (what, expression) => {
      await until(
        `in Firefox: ${what}`,
        async () => (await evaluate(`Boolean(${expression})`)) === true,
        30_000,
      );
    },
    type: async (...keys) => {
      const actions = keys.flatMap((value) => [
        { type: 'keyDown', value },
        { type: 'keyUp', value },
      ]);
      await ask('input.performActions', { context, actions: [{ type: 'key', id: 'keyboard', actions }] });
    },
    screenshot: async () => {
      const shot = await ask('browsingContext.captureScreenshot', { context });
      const read = validatorOf(Type.Object({ data: Type.String() }))(shot);
      if (!read.ok) throw new Error(read.error.message);
      return Buffer.from(read.value.data, 'base64');
    },
  };
}
