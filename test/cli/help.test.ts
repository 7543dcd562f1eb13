import { readFile } from 'node:fs/promises';
import test from 'ava';
import type { Command } from 'commander';
import { programWith } from '../../cli/program.ts';
import { cliFor } from '../harness/cli.ts';

/** Every command of the tree with its words, such as `content keys add`. */
function walk(command: Command, words: string[] = []): { command: Command; words: string[] }[] {
  return [{ command, words }, ...command.commands.flatMap((one) => walk(one, [...words, one.name()]))];
}

const program = programWith(() => async () => undefined, { quiet: false });

function helpOf(command: Command): string {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) });
  command.outputHelp();
  return help;
}

test('every command has a summary and an example that begins with itself', (t) => {
  const commands = walk(program);
  t.true(commands.length > 20);
  for (const { command, words } of commands) {
    const help = helpOf(command);
    t.not(command.description(), '', words.join(' '));
    const line = ['totem', ...words].join(' ');
    t.true(help.slice(help.indexOf('\nExamples:\n')).includes(`$ ${line}`), `no example in: ${line}`);
  }
});

test('every command that does something takes --json', (t) => {
  for (const { command, words } of walk(program)) {
    if (command.commands.length > 0) continue;
    t.true(
      command.options.some(({ long }) => long === '--json'),
      words.join(' '),
    );
  }
});

test('every example is right usage', (t) => {
  for (const { command, words } of walk(program)) {
    for (const [, line = ''] of helpOf(command).matchAll(/^ {2}\$ totem (.*)$/gm)) {
      const fresh = programWith(() => async () => undefined, { quiet: true });
      const args = [...line.replace(/ < .*/, '').matchAll(/"([^"]*)"|(\S+)/g)].map(
        ([, a, b]) => a ?? b ?? '',
      );
      t.notThrows(() => fresh.parse(args, { from: 'user' }), `${words.join(' ')}: ${line}`);
    }
  }
});

test.serial('help and version that were asked for end with 0', async (t) => {
  const cli = await cliFor(t);
  for (const args of [['--help'], ['--version'], ['help', 'content'], ['content', 'push', '--help']]) {
    const run = await cli.run(args);
    t.is(run.code, 0, args.join(' '));
    t.not(run.out, '');
  }
});

const wrong: [string[], RegExp][] = [
  [[], /Usage: totem/],
  [['content'], /Usage: totem content/],
  [['fly'], /unknown command 'fly'/],
  [['ls', '--fast'], /unknown option '--fast'/],
  [['ls', '--online', '--offline'], /cannot be used with/],
  [['ls', '--group', 'Not A Group'], /lower-case letters/],
  [['show'], /missing required argument/],
  [['show', '../etc'], /totem ls shows the ids/],
  [['login', 'hub.example'], /Write the whole address/],
  [['login', 'http://user:secret@hub.example'], /without user/],
  [['enrol', 'new', '--for', 'soon'], /such as 90s or 1h/],
  [['enrol', 'new', '--for', '90d'], /such as 90s or 1h/],
  [['enrol', 'revoke', 'All'], /number of a token or the id of a totem/],
  [['content', 'push', 'folder'], /required option '--group/],
  [['content', 'assign', 'No Release', '--group', 'all'], /totem content ls shows them/],
  [['content', 'keys', 'add', 'AAAA', '--holder', 'x'], /Ed25519/],
];

for (const [args, says] of wrong) {
  test.serial(`wrong usage ends with 2: totem ${args.join(' ')}`, async (t) => {
    const cli = await cliFor(t);
    const run = await cli.run(args);
    t.is(run.code, 2);
    t.regex(run.err, says);
    t.is(run.out, '');
  });
}

test.serial('wrong usage is told to a program as JSON on standard output', async (t) => {
  const cli = await cliFor(t);
  const run = await cli.run(['ls', '--online', '--offline', '--json']);
  t.is(run.code, 2);
  t.is(run.err, '');
  t.like(run.json(), { error: { code: 'invalid' } });
});

test('docs/cli.md has every command', async (t) => {
  const page = await readFile(new URL('../../docs/cli.md', import.meta.url), 'utf8');
  for (const { command, words } of walk(program)) {
    if (command.commands.length > 0) continue;
    t.regex(page, new RegExp(`^totem ${words.join(' ')}\\b`, 'm'), words.join(' '));
  }
});
