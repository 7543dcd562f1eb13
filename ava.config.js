import { fileURLToPath } from 'node:url';

export default {
  files: ['test/**/*.test.ts', '!test/bench/**', '!test/chaos/**', '!test/reboots/**'],
  extensions: ['ts'],
  concurrency: 2,
  timeout: '120s',
  workerThreads: false,
  // Most of a test's processes start many programs: they share what Node has compiled of them.
  environmentVariables: { NODE_COMPILE_CACHE: fileURLToPath(new URL('.build/test-code', import.meta.url)) },
};
