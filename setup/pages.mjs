import { fingerprint, unlessDone } from './stamp.mjs';
import { step } from './step.mjs';

const pages = [
  { name: 'ui', what: "the citizen's page", folder: 'agent/ui' },
  { name: 'dashboard', what: 'the dashboard', folder: 'hub/web/dashboard' },
  { name: 'desk', what: 'the desk', folder: 'hub/web/desk' },
  { name: 'portal', what: 'the call for the portal', folder: 'hub/web/portal', made: 'totem-call.js' },
];

/** Bundles each page into .build/, when its sources or the locked packages changed. */
export async function buildPages(node) {
  for (const { name, what, folder, made = 'index.html' } of pages) {
    const mark = fingerprint([folder, 'hub/web', 'protocol', 'package-lock.json']);
    await unlessDone(name, mark, `.build/${name}/${made}`, () =>
      step(
        what,
        node.path,
        [
          'node_modules/vite/bin/vite.js',
          'build',
          '--config',
          `${folder}/vite.config.ts`,
          '--logLevel',
          'warn',
        ],
        node.environment,
      ),
    );
  }
}
