import { fileURLToPath } from 'node:url';
import type { Plugin, UserConfig } from 'vite';

/**
 * The library carries the symbols of its video player as a font inside the style sheet. Browsers load such a
 * font at once, which the hub's policy rightly forbids, and no page of ours has that player.
 */
const withoutInlineFonts: Plugin = {
  name: 'without-inline-fonts',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue;
      file.source = String(file.source).replace(/@font-face\{[^{}]*url\(data:[^{}]*\}/g, '');
    }
  },
};

/**
 * How a page of the staff is bundled: for the hub, which serves it at `base` under a policy without inline script
 * or style. `name` is its folder here and under `.build`.
 */
export function staffPage(name: string, base: string): UserConfig {
  return {
    root: fileURLToPath(new URL(name, import.meta.url)),
    base,
    plugins: [withoutInlineFonts],
    build: {
      outDir: fileURLToPath(new URL(`../../.build/${name}`, import.meta.url)),
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
  };
}
