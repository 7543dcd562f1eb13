import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { root } from './place.mjs';
import { step } from './step.mjs';

const privateVersion = '24.21.0';

/** What runs everything: the machine's own Node where it is new enough, otherwise a private one in .runtime/. */
export async function nodeFor() {
  if (isNewEnough(process.versions.node)) return describe(process.execPath, undefined);
  const name = `node-linux-${process.arch}`;
  const folder = join(root, '.runtime', 'node_modules', name);
  const path = join(folder, 'bin', 'node');
  if (!existsSync(path)) {
    if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) {
      throw new Error(`Node ${process.versions.node} is too old here; install Node 24 and start again`);
    }
    mkdirSync(join(root, '.runtime'), { recursive: true });
    writeFileSync(join(root, '.runtime', 'package.json'), '{ "private": true }\n');
    await step(
      `Node ${privateVersion} into .runtime/ (this machine has ${process.versions.node}, too old)`,
      ...npmCommand([
        'install',
        '--prefix',
        '.runtime',
        '--no-audit',
        '--no-fund',
        '--save-exact',
        `${name}@${privateVersion}`,
      ]),
    );
  }
  return describe(path, folder);
}

/** The versions that every dependency takes: 22.20 and later of 22, 24.12 and later of 24, and newer majors. */
function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 24 || (major === 24 && minor >= 12) || (major === 22 && minor >= 20);
}

function describe(path, headers) {
  return {
    path,
    environment: {
      ...process.env,
      PATH: `${dirname(path)}${delimiter}${process.env.PATH}`,
      // Add-ons must be built against the headers of the Node that loads them, whatever the machine's npm is set to.
      ...(headers ? { npm_config_nodedir: headers } : {}),
    },
  };
}

/** npm as a command and its arguments; the one that started us when there is one. */
export function npmCommand(args, node = process.execPath) {
  const script = process.env.npm_execpath;
  return script?.endsWith('.js') ? [node, [script, ...args]] : ['npm', args];
}
