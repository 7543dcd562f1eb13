import {
  everyTotem,
  failure,
  type PublicServices,
  publicLink,
  type Result,
  success,
  type TextMessageRequest,
  type TotemId,
} from '../../protocol/index.ts';
import type { ArtifactStore } from '../artifacts/index.ts';
import type { Fleet } from '../fleet/index.ts';
import type { Scope } from '../http/index.ts';
import { loadAssets } from './assets.ts';
import type { Library } from './library.ts';
import { titleOf } from './pages/index.ts';
import { publicRoutes } from './routes.ts';

export { type Assets, loadAssets } from './assets.ts';
export { html, type Markup } from './html.ts';
export { type Edition, type Library, openLibrary } from './library.ts';
export { textOf, versionOf } from './pages/index.ts';
export { directionOf, nameOf, preferredLanguage } from './words.ts';

/** The pages that citizens take away on their phones, rendered from the content that totems show. */
export interface PublicPages {
  /** Answers under `/p`. */
  register(server: Scope): Promise<void>;
  /** Whose edition the links of a totem show: that of its group, where its content is not everybody's. */
  groupOf(totem: TotemId): PublicServices['group'];
  /** The words of a text message with the link; `not_found` where there is no such page. */
  message(totem: TotemId, request: TextMessageRequest): Promise<Result<string>>;
}

export interface PublicPagesOptions {
  /** Address under which citizens reach the pages; without a slash at the end. */
  publicUrl: string;
  library: Library;
  fleet: Pick<Fleet, 'get' | 'assignments'>;
  artifacts: Pick<ArtifactStore, 'path' | 'size'>;
  now: () => number;
}

/** Longest title in a text message, in characters: with the link it should fit into two parts. */
const titleCharacters = 80;

export async function openPublicPages(options: PublicPagesOptions): Promise<PublicPages> {
  const { publicUrl, library, fleet, artifacts, now } = options;
  const assets = await loadAssets();

  const groupOf: PublicPages['groupOf'] = (id) => {
    const totem = fleet.get(id);
    const release = totem?.desired.content?.release;
    const showing = fleet.assignments().filter((entry) => entry.release === release);
    if (showing.some(({ group }) => group === everyTotem)) return null;
    return totem?.groups.find((group) => showing.some((entry) => entry.group === group)) ?? null;
  };
  return {
    register: async (server) => {
      await server.register(
        async (scope: Scope) => publicRoutes(scope, { publicUrl, library, artifacts, assets, now }),
        { prefix: '/p' },
      );
    },
    groupOf,
    message: async (totem, { kind, id, part, language }) => {
      const group = groupOf(totem);
      const found = await library.find(kind, id, group);
      const named = found.state === 'here' ? titleOf(found.edition, kind, id, language) : undefined;
      if (!named) return failure('not_found', 'there is no such page', '/id');
      const place = part === undefined ? { kind, id } : { kind, id, part };
      const link = publicLink({ url: publicUrl, group }, language, place);
      return success(`${named.institution}: ${shortened(named.title)} ${link}`);
    },
  };
}

function shortened(title: string): string {
  const characters = [...title];
  return characters.length <= titleCharacters
    ? title
    : `${characters
        .slice(0, titleCharacters - 1)
        .join('')
        .trimEnd()}…`;
}
