import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { type Architecture, architectureOf } from './architecture.ts';
import { makeArchive } from './archive.ts';
import { makeDebian } from './debian.ts';

/** `npm run package -- deb|archive`: what totems are built from. */
const program = new Command('npm run package --').description('Makes what a totem is installed from.');

program
  .command('deb')
  .description('A Debian package of the agent and its command line, with the Node they run on.')
  .option('--architecture <name>', 'amd64 or arm64', architecture, architecture(process.arch))
  .option('--out <folder>', 'where it is put', '.build/package')
  .option('--package-version <version>', 'another version than that of the checkout')
  .action(async (options: { architecture: Architecture; out: string; packageVersion?: string }) => {
    const { architecture: board, out, packageVersion: version } = options;
    console.log(await makeDebian({ architecture: board, out: resolve(out), version }));
  });

program
  .command('archive')
  .description('The archive from which the Yocto layer builds the agent without a network.')
  .option('--out <folder>', 'where it is put', '.build/package')
  .option('--with-node', 'adds Node itself, for systems whose own is older than 22.20', false)
  .action(async ({ out, withNode }: { out: string; withNode: boolean }) =>
    console.log(await makeArchive(resolve(out), withNode)),
  );

await program.parseAsync();

function architecture(text: string): Architecture {
  const known = architectureOf(text);
  if (known === null) throw new InvalidArgumentError('It is amd64 or arm64.');
  return known;
}
