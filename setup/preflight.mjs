import { spawnSync } from 'node:child_process';
import { root, systemIsOffLimits } from './place.mjs';

const checks = [
  {
    what: 'SQLite (better-sqlite3)',
    program: "new (require('better-sqlite3'))(':memory:').prepare('select 1').get()",
    cure: 'remove node_modules and start again',
    optional: false,
  },
  {
    what: 'GStreamer (gstreamer-superficial)',
    program: "new (require('gstreamer-superficial').Pipeline)('fakesrc num-buffers=1 ! fakesink').stop()",
    cure: 'install the packages of setup/packages.txt, remove node_modules and start again',
    optional: systemIsOffLimits,
  },
];

/** Loads each native add-on in the Node that will run it, so that a wrong build is known before anything starts. */
export async function preflight(node) {
  for (const { what, program, cure, optional } of checks) {
    const tried = spawnSync(node.path, ['-e', `${program};process.exit(0)`], {
      cwd: root,
      env: node.environment,
      encoding: 'utf8',
    });
    if (tried.status === 0) continue;
    const reason =
      tried.stderr.split('\n').find((line) => /Error/.test(line)) ?? `ended with ${tried.status}`;
    if (!optional) throw new Error(`${what} does not load: ${reason.trim()}\n${cure}.`);
    console.log(`· ${what} does not load; totems will run without a display (${reason.trim()})`);
  }
}
