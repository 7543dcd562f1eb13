import { fingerprint, unlessDone } from './stamp.mjs';
import { step } from './step.mjs';

const pages = [
  { name: 'ui', what: "the citizen's page", folder: 'agent/ui' },
  { name: 'dashboard', what: 'the dashboard', folder: 'hub/web/dashboard' },
];

/** Bundles each page into .build/, when its sources or the locked packages changed. */
export async function buildPages(node) {
  for (const { name, what, folder } of pages) {
    const mark = fingerprint([folder, 'hub/web', 'protocol', 'package-lock.json']);
    await unlessDone(name, mark, `.build/${name}/index.html`, () =>
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
