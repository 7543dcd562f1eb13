import { readFile } from 'node:fs/promises';
import type { PortalCard, PortalDirectory } from '../../protocol/calls/index.ts';
import type { Scope } from '../http/index.ts';
import { type Library, loadAssets } from '../public/index.ts';
import { cardOf, type DesksNow, directoryOf } from './directory.ts';
import { portalRoutes } from './routes.ts';
import { scriptReader } from './script.ts';

/** The call that an institution puts on its web portal: its script, our own page that shows it, what it shows. */
export interface Portal {
  /** Answers under `/portal`. */
  register(server: Scope): Promise<void>;
  /** The offices in a language of the content; `undefined` while there is no content. */
  directory(language: string | undefined): Promise<PortalDirectory | undefined>;
  card(id: string, language: string | undefined): Promise<PortalCard | undefined>;
}

export interface PortalOptions {
  library: Pick<Library, 'home' | 'find'>;
  /** Who is at a desk now. */
  desks(): DesksNow;
  /** Offices that are open whenever somebody is at their desk. */
  anyTime: readonly string[];
  /** Address under which visitors reach the hub; the address they used where it is null. */
  publicUrl: string | null;
  /** The built `totem-call.js`. */
  script: string;
  now: () => number;
}

export async function openPortal(options: PortalOptions): Promise<Portal> {
  const { library, desks, anyTime, publicUrl, now } = options;
  const assets = await loadAssets();
  const style = await readFile(new URL('portal.css', import.meta.url));
  const script = scriptReader(options.script);

  const directory: Portal['directory'] = async (language) => {
    const edition = await library.home(null);
    if (!edition) return undefined;
    return directoryOf(edition, language ?? edition.content.defaultLanguage, desks(), {
      now: now(),
      anyTime,
    });
  };
  return {
    directory,
    card: async (id, language) => {
      const found = await library.find('card', id, null);
      if (found.state !== 'here') return undefined;
      const { content } = found.edition;
      const card = content.cards.find((known) => known.id === id);
      return card && cardOf(found.edition, card, language ?? content.defaultLanguage, publicUrl);
    },
    register: async (server) => {
      await server.register(
        async (scope: Scope) => portalRoutes(scope, { publicUrl, directory, assets, style, script }),
        { prefix: '/portal' },
      );
    },
  };
}
