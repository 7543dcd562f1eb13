import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { failure, type Result, SignedIn, success, validatorOf } from '../../protocol/index.ts';
import { type Answer, type Context, leaf, type Run } from '../command.ts';
import { plain } from '../output/index.ts';
import { askSecretly, readLine } from '../prompt.ts';

const parseSignedIn = validatorOf(SignedIn);

interface Options {
  name: string;
  passwordStdin?: true;
}

export function addLogin(parent: Command, run: Run): void {
  leaf(parent, 'login', 'Sign in to a hub and remember it.', [
    ['totem login http://127.0.0.1:8080', 'Asks for the password of admin without showing it.'],
    [
      'totem login https://totem.example.it --name admin --password-stdin < password.txt',
      'Reads the password from standard input, for scripts.',
    ],
  ])
    .argument('<url>', 'address of the hub, as in the browser', hubUrl)
    .option('--name <name>', 'name to sign in with', 'admin')
    .option('--password-stdin', 'read the password from standard input')
    .action(run(login));
}

async function login(context: Context, url: string, options: Options): Promise<Result<Answer>> {
  if (isOpenRoad(url)) {
    context.notice(`The password travels unencrypted to ${url}; use an https address where there is one.`);
  }
  const password = await passwordFrom(context, url, options);
  if (!password.ok) return password;
  const hub = context.hubAt(url, null);
  const request = { name: options.name, password: password.value };
  const answer = await hub.call('POST', '/session', request, parseSignedIn);
  if (!answer.ok) return answer.error.code === 'unauthenticated' ? refused(url) : answer;
  const { name, role, token, expires } = answer.value;
  const saved = await context.settings.hub.write({ version: 1, url, token, name });
  if (!saved.ok) return saved;
  return success({
    data: { url, name, role, expires },
    text: `Signed in to ${url} as ${plain(name)}.`,
  });
}

async function passwordFrom(context: Context, url: string, options: Options): Promise<Result<string>> {
  const { input, err } = context.terminal;
  if (!options.passwordStdin && !input.isTTY) {
    return failure(
      'invalid',
      `there is no terminal to ask for the password; run: totem login ${url} --password-stdin < FILE`,
    );
  }
  const password = options.passwordStdin
    ? await readLine(input, context.signal)
    : await askSecretly(`Password of ${options.name}: `, { input, output: err, signal: context.signal });
  if (password === undefined || password === '') {
    return failure('invalid', 'no password was given; run the command again and type it');
  }
  return success(password);
}

function refused(url: string): Result<Answer> {
  return failure(
    'unauthenticated',
    `${url} does not know this name with this password; after a hub's first start they are in first-sign-in.txt in its data folder`,
  );
}

function hubUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new InvalidArgumentError('Write the whole address, such as http://127.0.0.1:8080.');
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new InvalidArgumentError('Write the address without user, query and fragment.');
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

function isOpenRoad(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}
