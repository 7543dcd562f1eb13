import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  const free = forbidServices();
  try {
    await step(`${missing.length} system packages: ${missing.join(' ')}`, 'apt-get', install, environment);
  } finally {
    free();
  }
  // At the next boot neither: some peers of the benches listen on the network.
  const services = missing.flatMap((name) => servicesOf.get(name) ?? []);
  if (services.length > 0) spawnSync('systemctl', ['disable', ...services], { stdio: 'ignore' });
}

/** Packages of which only the program is wanted, with the service that they bring. */
const servicesOf = new Map([
  ['prometheus-node-exporter', 'prometheus-node-exporter.service'],
  ['collectd-core', 'collectd.service'],
]);

const policy = '/usr/sbin/policy-rc.d';

/**
 * Keeps packages from starting services while they are installed (invoke-rc.d(8): 101 forbids the action). Returns
 * how to allow it again. A policy that is there already is left alone.
 */
function forbidServices() {
  if (existsSync(policy)) return () => undefined;
  try {
    writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  } catch {
    return () => undefined;
  }
  return () => rmSync(policy, { force: true });
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
