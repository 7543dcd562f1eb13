import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Bundles the citizen's page for WPE WebKit 2.38, whose engine is at the level of Safari 16. */
export default defineConfig({
  root: here('.'),
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  // Letters are on the totem's disk: nothing is drawn in others for the moment that they take.
  css: {
    postcss: {
      plugins: [
        {
          postcssPlugin: 'letters-or-nothing',
          Declaration(declaration) {
            if (declaration.prop === 'font-display') declaration.value = 'block';
          },
        },
      ],
    },
  },
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
