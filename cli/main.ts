import { fileURLToPath } from 'node:url';
import { CommanderError } from 'commander';
import { painterFor } from './output/index.ts';
import { programWith } from './program.ts';
import { printProblem, runnerWith } from './runner.ts';
import { settingsFolder, settingsIn } from './settings/index.ts';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The second Ctrl-C does not wait for a clean end.
    if (interrupted.signal.aborted) process.exit(1);
    interrupted.abort();
  });
}
// `totem ls | head` closes the pipe early: there is nobody left to tell.
process.stdout.on('error', () => process.exit(1));

const terminal = { input: process.stdin, out: process.stdout, err: process.stderr };
const json = process.argv.includes('--json');
const run = runnerWith({
  settings: settingsIn(settingsFolder(process.env)),
  terminal,
  environment: process.env,
  agentProgram: fileURLToPath(new URL('../bin/totem-agent', import.meta.url)),
  signal: interrupted.signal,
  now: Date.now,
  onEnd: (exitCode) => {
    process.exitCode = exitCode;
  },
});

try {
  await programWith(run, { quiet: json }).parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Help and version that were asked for are no mistake; everything else commander throws is wrong usage.
  process.exitCode = error.exitCode === 0 ? 0 : 2;
  if (json && process.exitCode === 2) {
    const said = error.message.replace(/^error: /, '');
    const message = error.code === 'commander.help' ? 'a subcommand is missing' : said;
    printProblem(terminal, true, { code: 'invalid', message }, painterFor(process.stdout, process.env));
  }
}
