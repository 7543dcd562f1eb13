import { createHash } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Logger } from 'pino';
import Type, { type Static } from 'typebox';
import {
  type AssignmentRequest,
  type ContentManifest,
  type ContentRelease,
  type Envelope,
  failure,
  LanguageTag,
  openManifest,
  type PublicKey,
  type ReleaseId,
  type ReleaseRequest,
  type Result,
  success,
} from '../../protocol/index.ts';
import type { ArtifactStore } from '../artifacts/index.ts';
import type { Fleet } from '../fleet/index.ts';
import { createListeners } from '../listeners.ts';
import { type ContentReleasesTable, jsonColumn, type Store } from '../store/index.ts';
import { createTally } from './tally.ts';
import type { Artifacts } from './types.ts';

/** Makes a kept release desired for groups. */
export type AssignRelease = (groups: readonly string[], release: ReleaseId) => Promise<void>;

/** Content releases: what editors published and which groups should show it. */
export interface ContentReleases {
  /**
   * Keeps a release and makes it desired for the groups. Its manifest must be signed by a key of the ring
   * (`signature_refused`) and every file be stored with the announced size (`conflict`, naming the file).
   * Publishing the same manifest again only assigns it; another one under the same name is a `conflict`.
   */
  publish(request: Static<typeof ReleaseRequest>, assign: AssignRelease): Promise<Result<ContentRelease>>;
  /** Makes a kept release desired for one more group; `not_found` where it is not kept. */
  assign(request: Static<typeof AssignmentRequest>, assign: AssignRelease): Promise<Result<ContentRelease>>;
  /** Newest first. */
  list(): ContentRelease[];
  get(release: ReleaseId): ContentRelease | undefined;
  /** What a totem has to be told of a kept release. */
  target: Artifacts['content'];
  /** A release was published, assigned, or more or fewer totems show it. */
  onRelease(listener: (release: ContentRelease) => void): () => void;
  stop(): void;
}

export interface ContentReleasesOptions {
  store: Store;
  artifacts: Pick<ArtifactStore, 'put' | 'size'>;
  fleet: Pick<Fleet, 'list' | 'keyRing' | 'assignments' | 'onTotem' | 'onRemoved'>;
  /** Milliseconds since 1970. */
  now: () => number;
  log: Logger;
}

type Row = Selectable<ContentReleasesTable>;

const languagesOf = jsonColumn('languages', Type.Array(LanguageTag));

/** Reads the kept releases and follows the fleet from then on. */
export async function openContentReleases(options: ContentReleasesOptions): Promise<ContentReleases> {
  const { store, artifacts, fleet, now, log } = options;
  const rows = new Map<ReleaseId, Row>();
  for (const row of await store.db.selectFrom('content_releases').selectAll().execute()) {
    rows.set(row.release, row);
  }
  const listeners = createListeners<ContentRelease>();
  const tally = createTally();
  for (const totem of fleet.list()) tally.take(totem);

  const view = (row: Row, assignments = fleet.assignments()): ContentRelease => ({
    release: row.release,
    title: row.title,
    made: row.made,
    published: row.published,
    languages: languagesOf(row.languages),
    files: row.files,
    bytes: row.bytes,
    signedBy: row.signed_by,
    manifest: row.manifest_sha256,
    groups: assignments.filter(({ release }) => release === row.release).map(({ group }) => group),
    ...tally.figures(row.release),
  });
  const tell = (releases: Iterable<ReleaseId>) => {
    for (const release of releases) {
      const row = rows.get(release);
      if (row) listeners.tell(view(row));
    }
  };
  const unsubscribe = [
    fleet.onTotem((totem) => tell(tally.take(totem))),
    fleet.onRemoved((id) => tell(tally.remove(id))),
  ];

  /** Assigns, and tells of this release and of those that a group has left for it. */
  const assignTo = async (groups: readonly string[], row: Row, assign: AssignRelease) => {
    const left = fleet.assignments().filter(({ group }) => groups.includes(group));
    if (groups.length > 0) await assign(groups, row.release);
    tell(new Set([...left.map(({ release }) => release), row.release]));
    log.info({ release: row.release, groups }, 'content release assigned');
    return success(view(row));
  };

  const keep = async (manifest: ContentManifest, bytes: Buffer, signedBy: string): Promise<Result<Row>> => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const former = rows.get(manifest.release);
    if (former?.manifest_sha256 === sha256) return success(former);
    if (former) {
      return failure('conflict', `another release was published as ${manifest.release}`, '/release');
    }
    const stored = await artifacts.put(sha256, streamOf(bytes), bytes.length);
    if (!stored.ok) return stored;
    const row: Row = {
      release: manifest.release,
      title: manifest.title,
      made: manifest.made,
      published: new Date(now()).toISOString(),
      languages: JSON.stringify(manifest.languages),
      files: manifest.files.length,
      bytes: manifest.files.reduce((sum, { size }) => sum + size, 0),
      signed_by: signedBy,
      manifest_sha256: sha256,
      manifest_size: bytes.length,
    };
    await store.db.insertInto('content_releases').values(row).execute();
    rows.set(row.release, row);
    log.info({ release: row.release, files: row.files, bytes: row.bytes }, 'content release published');
    return success(row);
  };

  const publish: ContentReleases['publish'] = async ({ envelope, groups }, assign) => {
    const keys = fleet.keyRing()?.ring.keys;
    if (!keys) return failure('signature_refused', 'no key ring yet: send the editors’ keys first');
    const bytes = Buffer.from(JSON.stringify(envelope));
    const manifest = openManifest(bytes, keys);
    if (!manifest.ok) return manifest;
    const absent = await firstAbsent(manifest.value, artifacts);
    if (absent) return absent;
    const kept = await keep(manifest.value, bytes, holderOf(envelope, bytes, keys));
    return kept.ok ? assignTo(groups, kept.value, assign) : kept;
  };
  // One after the other: two editors may push the same release at the same moment.
  let former: Promise<unknown> = Promise.resolve();

  return {
    publish: (request, assign) => {
      const mine = former.then(() => publish(request, assign));
      former = mine.catch(() => undefined);
      return mine;
    },
    assign: async ({ release, group }, assign) => {
      const row = rows.get(release);
      if (!row) return failure('not_found', `no release ${release} was published`, '/release');
      return assignTo([group], row, assign);
    },
    list: () => {
      const assignments = fleet.assignments();
      const newestFirst = [...rows.values()].sort((a, b) => (a.published < b.published ? 1 : -1));
      return newestFirst.map((row) => view(row, assignments));
    },
    get: (release) => {
      const row = rows.get(release);
      return row && view(row);
    },
    target(release) {
      const row = rows.get(release);
      return (
        row && {
          release,
          title: row.title,
          manifest: { sha256: row.manifest_sha256, size: row.manifest_size },
        }
      );
    },
    onRelease: listeners.add,
    stop: () => {
      for (const leave of unsubscribe) leave();
    },
  };
}

async function firstAbsent(manifest: ContentManifest, artifacts: Pick<ArtifactStore, 'size'>) {
  for (const [index, file] of manifest.files.entries()) {
    const size = await artifacts.size(file.sha256);
    if (size === file.size) continue;
    const reason = size === undefined ? 'is not stored' : `has ${size} bytes, not ${file.size}`;
    return failure('conflict', `${file.path} ${reason}`, `/files/${index}`);
  }
  return undefined;
}

/** Who signed: the holder of the first key whose signature is good. */
function holderOf(envelope: Envelope, bytes: Buffer, keys: readonly PublicKey[]): string {
  const named = keys.filter(({ id }) => envelope.signatures.some(({ keyid }) => keyid === id));
  return named.find((key) => openManifest(bytes, [key]).ok)?.holder ?? '';
}

async function* streamOf(bytes: Buffer) {
  yield bytes;
}
