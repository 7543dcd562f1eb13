import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Bundles the dashboard for the hub, which serves it at `/` under a policy without inline script or style. */
export default defineConfig({
  root: here,
  base: '/',
  build: {
    outDir: fileURLToPath(new URL('../../../.build/dashboard', import.meta.url)),
    emptyOutDir: true,
    target: ['chrome111', 'firefox114', 'safari16.4'],
    // Everything is a file of its own: fonts and icons are cached, and `data:` is not needed for them.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      treeshake: {
        // The protocol's schemas are for the borders of hub and agent; the page takes only its types and tables.
        moduleSideEffects: (id) => !id.includes('/typebox/'),
        manualPureFunctions: ['Type'],
      },
    },
  },
});
