import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const entry = fileURLToPath(new URL('main.ts', import.meta.url));

/** Bundles `totem-call.js`, all in one file: a page that carries it asks for nothing else. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  build: {
    outDir: fileURLToPath(new URL('../../../.build/portal', import.meta.url)),
    emptyOutDir: true,
    target: ['chrome111', 'firefox114', 'safari16.4'],
    modulePreload: { polyfill: false },
    rolldownOptions: { input: entry, output: { entryFileNames: 'totem-call.js' } },
  },
});
