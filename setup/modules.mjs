import { spawnSync } from 'node:child_process';
import { npmCommand } from './node.mjs';
import { fingerprint, unlessDone } from './stamp.mjs';
import { step } from './step.mjs';

/** Installs the npm packages exactly as locked, add-ons built for the Node that will load them. */
export async function installModules(node) {
  // GStreamer's headers count too: the add-on is optional and must be tried again once they are there.
  const headers =
    spawnSync('pkg-config', ['--modversion', 'gstreamer-app-1.0'], { encoding: 'utf8' }).stdout ?? '';
  const mark = fingerprint(['package.json', 'package-lock.json'], [node.path, headers.trim()]);
  await unlessDone('modules', mark, 'node_modules/.package-lock.json', () =>
    step(
      'npm packages and native add-ons',
      ...npmCommand(['ci', '--no-audit', '--no-fund', '--loglevel=error'], node.path),
      node.environment,
    ),
  );
}
