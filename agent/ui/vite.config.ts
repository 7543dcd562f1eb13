import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Bundles the citizen's page for WPE WebKit 2.38, whose engine is at the level of Safari 16. */
export default defineConfig({
  root: here('.'),
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: here('../../.build/ui'),
    emptyOutDir: true,
    target: 'safari16',
    cssTarget: 'safari16',
    // Everything comes from the totem itself as files: the page needs no `data:` in its security policy.
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: true,
  },
});
