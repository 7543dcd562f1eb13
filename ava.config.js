export default {
  files: ['test/**/*.test.ts', '!test/bench/**', '!test/chaos/**'],
  extensions: { ts: 'module' },
  concurrency: 2,
  timeout: '120s',
  workerThreads: false,
};
