export default {
  files: ['test/**/*.test.ts', '!test/bench/**', '!test/chaos/**'],
  extensions: ['ts'],
  concurrency: 2,
  timeout: '120s',
  workerThreads: false,
};
