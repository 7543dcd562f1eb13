// Types, lint and format in one go; every part runs even when an earlier one complains.
import { spawnSync } from 'node:child_process';
import { root } from './place.mjs';

// Biome's binaries for Linux are named directly in package.json: its umbrella package names one for every
// platform, and a registry that lacks any of them cannot make a lock file that `npm ci` accepts.
const parts = [
  ['types', process.execPath, ['node_modules/typescript/bin/tsc', '-p', '.']],
  [
    'lint and format',
    `node_modules/@biomejs/cli-linux-${process.arch}/biome`,
    ['ci', '--error-on-warnings', '.'],
  ],
];
let failed = false;
for (const [what, command, args] of parts) {
  const outcome = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  console.log(`${outcome.status === 0 ? '✓' : '✗'} ${what}`);
  failed ||= outcome.status !== 0;
}
process.exit(failed ? 1 : 0);
