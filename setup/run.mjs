#!/usr/bin/env node
// Entry of every npm script: brings what is missing, then runs the task. Plain JavaScript for Node 18 and
// newer, because it runs before the Node that the project needs is there.
import { spawn } from 'node:child_process';
import { installModules } from './modules.mjs';
import { nodeFor } from './node.mjs';
import { buildPages } from './pages.mjs';
import { root } from './place.mjs';
import { preflight } from './preflight.mjs';
import { installSystemPackages } from './system.mjs';

const tasks = {
  setup: { needs: ['build', 'totem'], pages: true },
  demo: { needs: ['build', 'totem'], pages: true, program: ['demo/main.ts'] },
  test: { needs: ['build', 'totem', 'test'], pages: true, program: ['node_modules/ava/entrypoints/cli.js'] },
  bench: { needs: ['build', 'totem', 'test', 'bench'], pages: true, program: ['test/bench/main.ts'] },
  package: { needs: ['build', 'package'], pages: true, program: ['packaging/main.ts'] },
  chaos: {
    needs: ['build', 'totem', 'test'],
    // Whole machines need more than the others.
    needsOf: {
      powercut: ['package', 'reboots'],
      reboots: ['package', 'reboots'],
      uboot: ['package', 'reboots', 'uboot'],
    },
    pages: true,
    program: ['test/chaos/main.ts'],
  },
  screens: { needs: ['build', 'totem', 'test'], pages: true, program: ['test/screens/main.ts'] },
  accessibility: {
    needs: ['build', 'totem', 'test'],
    pages: true,
    program: ['test/accessibility/main.ts'],
  },
  check: { needs: [], pages: false, program: ['setup/check.mjs'] },
};

const [name = 'setup', ...extra] = process.argv.slice(2);
const task = tasks[name];
if (!task) {
  console.error(`setup: no task called ${name}; there are ${Object.keys(tasks).join(', ')}`);
  process.exit(2);
}

try {
  const needs = [...task.needs, ...(task.needsOf?.[extra[0]] ?? [])];
  if (needs.length > 0) await installSystemPackages(needs);
  const node = await nodeFor();
  await installModules(node);
  if (task.pages) await buildPages(node);
  if (task.needs.length > 0) await preflight(node);
  if (task.program) process.exitCode = await run(node, [...task.program, ...extra]);
} catch (error) {
  console.error(`\nSet-up stopped: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

/** Hands over to the program; signals go to it and its exit code becomes ours. */
function run(node, args) {
  return new Promise((resolve) => {
    const child = spawn(node.path, ['--disable-warning=ExperimentalWarning', ...args], {
      cwd: root,
      env: node.environment,
      stdio: 'inherit',
    });
    // A terminal sends Ctrl-C to the whole foreground group; we only have to outlive the child.
    process.on('SIGINT', () => undefined);
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.on('error', () => resolve(1));
    child.on('exit', (code, signal) => resolve(signal ? 1 : (code ?? 1)));
  });
}
