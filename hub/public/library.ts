import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { CompiledContent } from '../../protocol/content/index.ts';
import {
  ContentManifest,
  Envelope,
  jsonValidatorOf,
  type ManifestFile,
  maximumManifestBytes,
  type PublicKind,
  type ReleaseId,
} from '../../protocol/index.ts';
import type { ArtifactStore } from '../artifacts/index.ts';
import type { Fleet } from '../fleet/index.ts';
import type { ContentReleases } from '../rollouts/index.ts';
import { compileRelease } from './compile.ts';
import { createShelf } from './shelf.ts';

/** A release that can be read: its texts, and its files by their path. */
export interface Edition {
  content: CompiledContent;
  files: ReadonlyMap<string, ManifestFile>;
  hashes: ReadonlyMap<string, ManifestFile>;
}

/** What became of a place: it is in this edition, it was in that older one, or nobody has ever heard of it. */
export type Lookup =
  | { state: 'here'; edition: Edition }
  | { state: 'gone'; last: Edition | undefined; home: Edition | undefined }
  | { state: 'unknown'; home: Edition | undefined };

export interface Library {
  /** Where a place is to be read now, for those who came from a totem of this group. */
  find(kind: PublicKind, id: string, group: string | null): Promise<Lookup>;
  /** Whether a release that totems should show has this place, even where it cannot be read just now. */
  lists(kind: PublicKind, id: string): Promise<boolean>;
  /** The edition whose beginning is shown; `undefined` while there is no content. */
  home(group: string | null): Promise<Edition | undefined>;
  /** Whether a group has content of its own. */
  knows(group: string): boolean;
  /** A file of an edition that was read lately, by its hash. */
  file(sha256: string): ManifestFile | undefined;
  stop(): void;
}

export interface LibraryOptions {
  releases: Pick<ContentReleases, 'get' | 'list' | 'target' | 'onRelease'>;
  fleet: Pick<Fleet, 'list' | 'assignments' | 'onDesired'>;
  artifacts: Pick<ArtifactStore, 'path'>;
  log: Logger;
}

/** Editions and lists of files that are kept at hand; of an older one the store is asked again. */
const keptEditions = 6;
const keptLists = 32;
/** Former releases that are searched for a page that is gone. */
const searched = 20;

const folders: Record<PublicKind, string> = {
  card: 'cards',
  office: 'offices',
  news: 'news',
  event: 'events',
};
const readEnvelope = jsonValidatorOf(Envelope, maximumManifestBytes * 2);
const readManifest = jsonValidatorOf(ContentManifest, maximumManifestBytes);

/** What a release is made of. */
interface Contents {
  files: ReadonlyMap<string, ManifestFile>;
  hashes: ReadonlyMap<string, ManifestFile>;
  /** `cards/id` and the like. */
  places: ReadonlySet<string>;
}

/** Reads the releases that totems should show. Each is compiled once, when somebody first asks for it. */
export function openLibrary({ releases, fleet, artifacts, log }: LibraryOptions): Library {
  const lists = createShelf<Contents | undefined>(keptLists);
  const editions = createShelf<Edition | undefined>(keptEditions);
  const stopping = new AbortController();
  let compiling: Promise<unknown> = Promise.resolve();
  let wanted: ReleaseId[] | undefined;
  const forget = () => {
    wanted = undefined;
  };
  const leave = [releases.onRelease(forget), fleet.onDesired(forget)];

  const published = (release: ReleaseId) => releases.get(release)?.published ?? '';
  /** What some totem should show, newest first. */
  const desired = (): ReleaseId[] => {
    wanted ??= [
      ...new Set([
        ...fleet.assignments().map(({ release }) => release),
        ...fleet.list().flatMap((totem) => totem.desired.content?.release ?? []),
      ]),
    ].sort((one, other) => (published(one) < published(other) ? 1 : -1));
    return wanted;
  };
  const orderFor = (group: string | null): ReleaseId[] => {
    const own =
      group === null ? undefined : fleet.assignments().find((entry) => entry.group === group)?.release;
    return own === undefined ? desired() : [own, ...desired().filter((release) => release !== own)];
  };

  const contentsOf = (release: ReleaseId) => lists.take(release, () => readContents(release));
  const readContents = async (release: ReleaseId): Promise<Contents | undefined> => {
    const target = releases.target(release);
    if (!target) return undefined;
    const envelope = readEnvelope(await readFile(artifacts.path(target.manifest.sha256)));
    // Its signature was verified when it was published; this is the hub's own store.
    const manifest = envelope.ok ? readManifest(Buffer.from(envelope.value.payload, 'base64')) : envelope;
    if (!manifest.ok) return undefined;
    const files = new Map(manifest.value.files.map((file) => [file.path, file]));
    const places = new Set([...files.keys()].map((path) => path.split('/').slice(0, 2).join('/')));
    const hashes = new Map(manifest.value.files.map((file) => [file.sha256, file]));
    return { files, hashes, places };
  };

  const editionOf = (release: ReleaseId) =>
    editions
      .take(release, () => compile(release))
      .catch((error: unknown) => {
        log.warn({ err: error, release }, 'a release could not be read for the public pages');
        return undefined;
      });
  const compile = (release: ReleaseId): Promise<Edition | undefined> => {
    // One at a time: a hub has other things to do.
    const mine = compiling.then(async () => {
      const contents = await contentsOf(release);
      if (!contents) return undefined;
      const files = [...contents.files.values()].map(({ path, size, sha256 }) => ({
        path,
        size,
        file: artifacts.path(sha256),
      }));
      const compiled = await compileRelease({ release, files }, stopping.signal);
      if (compiled.ok) {
        const { files: byPath, hashes } = contents;
        return { content: compiled.value, files: byPath, hashes };
      }
      // Whatever else stood in the way may be gone next time.
      if (compiled.error.code !== 'invalid') throw new Error(compiled.error.message);
      log.warn({ release, problem: compiled.error }, 'a release could not be compiled for the public pages');
      return undefined;
    });
    compiling = mine.catch(() => undefined);
    return mine;
  };

  const firstWith = async (order: readonly ReleaseId[], place: string): Promise<Edition | undefined> => {
    for (const release of order) {
      if (!(await contentsOf(release))?.places.has(place)) continue;
      const edition = await editionOf(release);
      if (edition) return edition;
    }
    return undefined;
  };
  const home = async (group: string | null): Promise<Edition | undefined> => {
    for (const release of orderFor(group)) {
      const edition = await editionOf(release);
      if (edition) return edition;
    }
    return undefined;
  };

  return {
    find: async (kind, id, group) => {
      const place = `${folders[kind]}/${id}`;
      const edition = await firstWith(orderFor(group), place);
      if (edition) return { state: 'here', edition };
      const former = releases
        .list()
        .map(({ release }) => release)
        .filter((release) => !desired().includes(release));
      const last = await firstWith(former.slice(0, searched), place);
      return last
        ? { state: 'gone', last, home: await home(group) }
        : { state: 'unknown', home: await home(group) };
    },
    lists: async (kind, id) => {
      const contents = await Promise.all(desired().map(contentsOf));
      return contents.some((each) => each?.places.has(`${folders[kind]}/${id}`));
    },
    home,
    knows: (group) => fleet.assignments().some((entry) => entry.group === group),
    file: (sha256) => {
      for (const edition of editions.made()) {
        const file = edition?.hashes.get(sha256);
        if (file) return file;
      }
      return undefined;
    },
    stop: () => {
      for (const end of leave) end();
      stopping.abort();
    },
  };
}
