import { isDeepStrictEqual } from 'node:util';
import type { Logger } from 'pino';
import { acceptKeyRing, failure, success, type TotemId } from '../../protocol/index.ts';
import type { Identity } from '../identity/index.ts';
import type { Metrics } from '../metrics/index.ts';
import type { Store } from '../store/index.ts';
import { intakeOf } from './intake.ts';
import { nextDesired } from './planner.ts';
import { readTotems, type TotemRecord } from './records.ts';
import { loadRegistry, planAgain } from './registry.ts';
import { startReports } from './reports.ts';
import type { Fleet } from './types.ts';
import { addAssignments, addTotemAssignments, storeChange, storeDesired, storeKeyRing } from './writes.ts';

export type * from './types.ts';

export interface FleetOptions {
  store: Store;
  identity: Pick<Identity, 'revoke'>;
  metrics: Pick<Metrics, 'totemsOnline'>;
  log: Logger;
  now: () => number;
}

/** Loads the registry from the store and keeps it. */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const { store, identity, metrics, log, now } = options;
  const registry = await loadRegistry(store);
  const reports = startReports(store, (id) => registry.records.get(id), log);
  const noTotem = (id: TotemId) => failure('not_found', `there is no totem ${id}`);
  const ringRevision = () => registry.keyRing?.ring.revision ?? 0;

  return {
    ...intakeOf(store, registry, reports, metrics, now),
    list: () =>
      [...registry.records.values()]
        .filter((record) => !record.revoked)
        .sort((one, other) => (one.id < other.id ? -1 : 1))
        .map(registry.view),
    get(id) {
      const record = registry.records.get(id);
      return record && registry.view(record);
    },
    sites: () => [...registry.sites.values()],
    assignments: () => registry.assignments.map(({ group, target }) => ({ group, release: target.release })),
    keyRing: () => registry.keyRing,

    change: (id, change) =>
      registry.inTurn(async () => {
        const record = registry.records.get(id);
        if (!record || record.revoked) return noTotem(id);
        if (typeof change.site === 'number' && !registry.sites.has(change.site)) {
          return failure('invalid', `there is no site ${change.site}`, '/site');
        }
        const changed: TotemRecord = {
          ...record,
          name: change.name ?? record.name,
          siteId: change.site === undefined ? record.siteId : change.site,
          groups: change.groups ?? record.groups,
        };
        const configuration = change.configuration ?? record.desired.configuration;
        const planned = registry.planned(changed);
        // Both changes are one step of the revision.
        const desired = nextDesired(record.desired, { content: planned.content, configuration });
        await storeChange(store, { ...changed, desired }, ringRevision());
        // Into the same object: messages of the totem may have changed it meanwhile.
        Object.assign(record, { name: changed.name, siteId: changed.siteId, groups: changed.groups });
        if (desired !== record.desired) registry.setDesired(record, desired);
        else registry.tell(record);
        return success(registry.view(record));
      }),

    revoke: (id) =>
      registry.inTurn(async () => {
        const record = registry.records.get(id);
        if (!record || record.revoked) return noTotem(id);
        const done = await identity.revoke(id);
        if (!done.ok) return done;
        if (record.online) metrics.totemsOnline.dec();
        Object.assign(record, { revoked: true, online: false });
        registry.removed.tell(id);
        return success(null);
      }),

    addSite: (request) =>
      registry.inTurn(async () => {
        if ([...registry.sites.values()].some((site) => site.name === request.name)) {
          return failure('conflict', `there is a site called ${request.name}`, '/name');
        }
        const site = await store.db
          .insertInto('sites')
          .values({ name: request.name, address: request.address ?? '', town: request.town ?? '' })
          .returningAll()
          .executeTakeFirstOrThrow();
        registry.sites.set(site.id, site);
        return success(site);
      }),

    assignContent: (groups, target) =>
      registry.inTurn(async () => {
        if (groups.length === 0) return;
        const added = await addAssignments(store, groups, target, new Date(now()).toISOString());
        registry.assignments = [
          ...registry.assignments.filter(({ group }) => !groups.includes(group)),
          ...added,
        ];
        const totems = await planAgain(store, registry);
        log.info({ release: target.release, groups, totems }, 'content assigned');
      }),

    setContent: (totems, target) =>
      registry.inTurn(async () => {
        const made = new Date(now()).toISOString();
        for (const { id, totem } of await addTotemAssignments(store, totems, target, made)) {
          registry.totemAssignments.set(totem, { id, target });
        }
        await planAgain(store, registry);
      }),

    setFirmware: (firmware) =>
      registry.inTurn(async () => {
        const changes = [...firmware].flatMap(([id, wanted]) => {
          const record = registry.records.get(id);
          if (!record || record.revoked) return [];
          const desired = nextDesired(record.desired, { firmware: wanted });
          return desired === record.desired ? [] : [{ record, desired }];
        });
        await storeDesired(
          store,
          changes.map(({ record, desired }) => ({ id: record.id, desired })),
          ringRevision(),
        );
        for (const { record, desired } of changes) registry.setDesired(record, desired);
      }),

    setKeyRing: (envelope) =>
      registry.inTurn(async () => {
        const held = registry.keyRing;
        const offered = acceptKeyRing(envelope, held?.ring);
        if (!offered.ok) return offered;
        if (held && offered.value.revision === held.ring.revision) {
          return isDeepStrictEqual(offered.value, held.ring)
            ? offered
            : failure('conflict', `ring ${held.ring.revision} exists with other keys`, '/revision');
        }
        const next = { ring: offered.value, envelope };
        await storeKeyRing(store, next);
        registry.keyRing = next;
        const totems = await planAgain(store, registry);
        log.info({ revision: offered.value.revision, totems }, 'key ring set');
        return offered;
      }),

    adopt: (id) =>
      registry.inTurn(async () => {
        const [record] = await readTotems(store, registry.keyRing, id);
        if (!record || registry.records.has(id)) return;
        registry.records.set(id, record);
        const planned = registry.planned(record);
        await storeChange(store, { ...record, desired: planned }, ringRevision());
        registry.setDesired(record, planned);
      }),

    onTotem: registry.totem.add,
    onRemoved: registry.removed.add,
    onDesired: (listener) => registry.desired.add(({ id, desired }) => listener(id, desired)),
    async stop() {
      await registry.inTurn(async () => undefined);
      await reports.stop();
    },
  };
}
