import { dirname, resolve } from 'node:path';
import type { Plugin } from 'vite';

/** `new URL('./process.ts', import.meta.url)`: how the sources name a program that runs as a process of its own. */
const programPattern = /new URL\(\s*['"]([./\w-]+\.ts)['"],\s*import\.meta\.url\)/g;

/** Lets each program that another one starts be bundled too, and its address point to the bundle. */
export function bundlePrograms(): Plugin {
  return {
    name: 'totem-programs',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('.ts') || !code.includes('import.meta.url')) return null;
      const bundled = code.replace(programPattern, (_whole, path: string) => {
        const reference = this.emitFile({ type: 'chunk', id: resolve(dirname(id), path) });
        return `new URL(import.meta.ROLLUP_FILE_URL_${reference})`;
      });
      return bundled === code ? null : { code: bundled, map: null };
    },
  };
}
