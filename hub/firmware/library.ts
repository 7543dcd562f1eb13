import type { Selectable } from 'kysely';
import type { Logger } from 'pino';
import {
  type Firmware,
  type FirmwareAuthority,
  FirmwareManifest,
  failure,
  type Result,
  type Sha256,
  success,
  type Totem,
} from '../../protocol/index.ts';
import type { ArtifactStore } from '../artifacts/index.ts';
import type { Audit } from '../events/index.ts';
import type { Fleet } from '../fleet/index.ts';
import { createListeners } from '../listeners.ts';
import type { Metrics } from '../metrics/index.ts';
import { createTally, type Stand } from '../rollouts/index.ts';
import { type FirmwareTable, jsonColumn, type Store } from '../store/index.ts';
import { openTrust } from './authorities.ts';
import { checkSignature, readBundle } from './bundle/index.ts';

/** Firmware that can be rolled out, and who may sign it. */
export interface FirmwareLibrary {
  /**
   * Takes an uploaded artifact as firmware after verifying it whole. Adding the same again is no mistake; another
   * bundle of the same version for the same board is a `conflict`.
   */
  add(sha256: Sha256, who: string): Promise<Result<Firmware>>;
  /** Newest first. */
  list(): Firmware[];
  get(sha256: Sha256): Firmware | undefined;
  /** Whether a kept bundle may still be rolled out: its signer's certificate, and who vouches for it, may have ended. */
  vouch(sha256: Sha256): Promise<Result<null>>;
  authorities(): FirmwareAuthority[];
  /** Trusts the authorities of a PEM text. */
  trust(pem: string, who: string): Promise<Result<FirmwareAuthority[]>>;
  distrust(fingerprint: Sha256, who: string): Promise<Result<null>>;
  /** A firmware was added, or more or fewer totems run it. */
  onFirmware(listener: (firmware: Firmware) => void): () => void;
  stop(): void;
}

export interface FirmwareOptions {
  store: Store;
  artifacts: Pick<ArtifactStore, 'path' | 'size'>;
  fleet: Pick<Fleet, 'list' | 'onTotem' | 'onRemoved'>;
  audit: Pick<Audit, 'record'>;
  metrics: Pick<Metrics, 'firmwareStored' | 'firmwareRefused' | 'firmwareRunning'>;
  /** Boards of this fleet; any where none is named. */
  compatible: readonly string[];
  /** Largest bundle in bytes. */
  maximumBytes: number;
  /** Milliseconds since 1970. */
  now: () => number;
  log: Logger;
}

type Row = Selectable<FirmwareTable>;

const manifestColumn = jsonColumn('firmware.manifest', FirmwareManifest);
const keyOf = (compatible: string, version: string) => `${compatible}\n${version}`;

function firmwareStand({ desired, reported }: Totem): Stand {
  const { firmware: wanted } = desired;
  const { compatible = null, booted = null } = reported?.firmware ?? {};
  return {
    desired: wanted ? keyOf(wanted.compatible, wanted.version) : undefined,
    active: compatible && booted?.version ? keyOf(compatible, booted.version) : undefined,
  };
}

/** Reads what is kept and follows the fleet from then on. */
export async function openFirmware(options: FirmwareOptions): Promise<FirmwareLibrary> {
  const { store, artifacts, fleet, audit, metrics, now, log } = options;
  const rows = new Map<Sha256, Row>();
  for (const row of await store.db.selectFrom('firmware').selectAll().execute()) rows.set(row.sha256, row);
  const trust = await openTrust({ store, audit, now, log });
  const listeners = createListeners<Firmware>();
  const tally = createTally(firmwareStand);

  const view = (row: Row): Firmware => {
    const manifest = manifestColumn(row.manifest);
    const { desiredBy, activeOn } = tally.figures(keyOf(row.compatible, row.version));
    return {
      sha256: row.sha256,
      size: row.size,
      manifestHash: row.manifest_hash,
      compatible: row.compatible,
      version: row.version,
      build: manifest.build,
      description: manifest.description,
      images: manifest.images,
      hooks: manifest.hooks,
      signedBy: row.signed_by,
      signerExpires: row.signer_expires,
      added: row.added,
      addedBy: row.added_by,
      desiredBy,
      runningOn: activeOn,
    };
  };
  const count = (keys: readonly string[]) => {
    for (const key of keys) {
      const [compatible = '', version = ''] = key.split('\n');
      metrics.firmwareRunning.set({ compatible, version }, tally.figures(key).activeOn);
      const row = [...rows.values()].find((one) => keyOf(one.compatible, one.version) === key);
      if (row) listeners.tell(view(row));
    }
  };
  for (const totem of fleet.list()) count(tally.take(totem));
  const unsubscribe = [
    fleet.onTotem((totem) => count(tally.take(totem))),
    fleet.onRemoved((id) => count(tally.remove(id))),
  ];
  metrics.firmwareStored.set(rows.size);

  async function add(sha256: Sha256, who: string): Promise<Result<Firmware>> {
    const known = rows.get(sha256);
    if (known) return success(view(known));
    const size = await artifacts.size(sha256);
    if (size === undefined) return failure('not_found', 'no file with this SHA-256 was uploaded', '/sha256');
    if (size > options.maximumBytes) {
      return failure('too_large', `a bundle has at most ${options.maximumBytes} bytes`);
    }
    const bundle = await readBundle(artifacts.path(sha256), trust.pems(), now());
    if (!bundle.ok) return bundle;
    const { manifest, manifestHash, signer } = bundle.value;
    const { compatible, version } = manifest;
    if (options.compatible.length > 0 && !options.compatible.includes(compatible)) {
      return failure(
        'conflict',
        `the bundle is for ${compatible}; this fleet has ${options.compatible.join(', ')} (firmware.compatible in hub.yaml)`,
        '/compatible',
      );
    }
    const same = [...rows.values()].find((row) => row.compatible === compatible && row.version === version);
    if (same) {
      return failure(
        'conflict',
        `another bundle is ${version} for ${compatible} already (${same.sha256.slice(0, 12)}); give this one a version of its own`,
        '/version',
      );
    }
    const row: Row = {
      sha256,
      size,
      manifest_hash: manifestHash,
      manifest: JSON.stringify(manifest),
      compatible,
      version,
      signed_by: signer.name,
      signer_expires: signer.expires,
      added: new Date(now()).toISOString(),
      added_by: who,
    };
    await store.db.insertInto('firmware').values(row).execute();
    rows.set(sha256, row);
    metrics.firmwareStored.set(rows.size);
    await audit.record(who, 'firmware.added', `firmware ${sha256}`, `${compatible} ${version}`);
    log.info({ sha256, compatible, version, who }, 'firmware added');
    listeners.tell(view(row));
    return success(view(row));
  }
  // One after the other: hashing a bundle takes a core for a while, and two may be the same.
  let former: Promise<unknown> = Promise.resolve();

  return {
    add(sha256, who) {
      const mine = former
        .then(() => add(sha256, who))
        .then((result) => {
          if (!result.ok) metrics.firmwareRefused.inc({ reason: result.error.code });
          return result;
        });
      former = mine.catch(() => undefined);
      return mine;
    },
    list: () => [...rows.values()].sort((one, other) => (one.added < other.added ? 1 : -1)).map(view),
    get(sha256) {
      const row = rows.get(sha256);
      return row && view(row);
    },
    vouch: (sha256) => checkSignature(artifacts.path(sha256), trust.pems(), now()),
    authorities: trust.list,
    trust: trust.add,
    distrust: trust.remove,
    onFirmware: listeners.add,
    stop() {
      for (const leave of unsubscribe) leave();
    },
  };
}
