import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, systemIsOffLimits } from './place.mjs';
import { step } from './step.mjs';

/**
 * Installs the Debian packages that are missing for the given needs, asking nothing as root. Without root it
 * says the exact command and stops.
 */
export async function installSystemPackages(needs) {
  const missing = wanted(needs).filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  if (systemIsOffLimits) {
    console.log(`· not installing (TOTEM_SETUP=no): ${missing.join(' ')}`);
    return;
  }
  if (spawnSync('apt-get', ['--version']).status !== 0) {
    console.log(`· this is not Debian; see to these yourself: ${missing.join(' ')}`);
    return;
  }
  const install = ['install', '-y', '--no-install-recommends', ...missing];
  if (process.getuid?.() !== 0) {
    throw new Error(
      `these system packages are missing. Run\n\n  sudo apt-get update && sudo apt-get ${install.join(' ')}\n\n` +
        'and start again, or set TOTEM_SETUP=no to go on without them.',
    );
  }
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await step('package lists', 'apt-get', ['update'], environment);
  await step(`${missing.length} system packages: ${missing.join(' ')}`, 'apt-get', install, environment);
}

function wanted(needs) {
  return readFileSync(join(root, 'setup', 'packages.txt'), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, need]) => needs.includes(need))
    .map(([name]) => name);
}

function isInstalled(name) {
  const query = spawnSync('dpkg-query', ['--status', name], { encoding: 'utf8' });
  return query.status === 0 && query.stdout.includes('Status: install ok installed');
}
