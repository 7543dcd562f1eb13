import type { DesiredState, Site, Totem, TotemId } from '../../protocol/index.ts';
import { createListeners } from '../listeners.ts';
import type { Store } from '../store/index.ts';
import { type Assignment, desiredContent, nextDesired, type TotemAssignment } from './planner.ts';
import {
  type HeldKeyRing,
  readAssignments,
  readKeyRing,
  readSites,
  readTotemAssignments,
  readTotems,
  type TotemRecord,
  viewOf,
} from './records.ts';
import { storeDesired } from './writes.ts';

/** The registry in memory: what admin calls and totems' messages both work on. */
export interface Registry {
  records: Map<TotemId, TotemRecord>;
  sites: Map<number, Site>;
  assignments: Assignment[];
  /** What rollouts have set for single totems. */
  totemAssignments: Map<TotemId, TotemAssignment>;
  keyRing: HeldKeyRing | undefined;
  /** Runs tasks one after the other, so that no revision is given out twice. */
  inTurn<Value>(task: () => Promise<Value>): Promise<Value>;
  view(record: TotemRecord): Totem;
  /** Those who listen hear of the totem as it is now. */
  tell(record: TotemRecord): void;
  /** Takes a new desired state that is stored already, and has it sent. */
  setDesired(record: TotemRecord, desired: DesiredState): void;
  /** Works out anew what the totem should be, from its groups and the key ring. */
  planned(record: TotemRecord): DesiredState;
  totem: ReturnType<typeof createListeners<Totem>>;
  removed: ReturnType<typeof createListeners<TotemId>>;
  desired: ReturnType<typeof createListeners<{ id: TotemId; desired: DesiredState }>>;
}

/** Loads the registry; a hub that died between two changes finds every totem planned again. */
export async function loadRegistry(store: Store): Promise<Registry> {
  const keyRing = await readKeyRing(store);
  const totems = await readTotems(store, keyRing);
  let queue: Promise<unknown> = Promise.resolve();

  const registry: Registry = {
    records: new Map(totems.map((record) => [record.id, record])),
    sites: new Map((await readSites(store)).map((site) => [site.id, site])),
    assignments: await readAssignments(store),
    totemAssignments: await readTotemAssignments(store),
    keyRing,
    inTurn(task) {
      const turn = queue.then(task);
      queue = turn.catch(() => undefined);
      return turn;
    },
    view: (record) => viewOf(record, registry.sites),
    tell: (record) => registry.totem.tell(registry.view(record)),
    setDesired(record, desired) {
      record.desired = desired;
      registry.desired.tell({ id: record.id, desired });
      registry.tell(record);
    },
    planned: (record) =>
      nextDesired(record.desired, {
        content: desiredContent(
          record.groups,
          registry.assignments,
          record.desired.content,
          registry.totemAssignments.get(record.id),
        ),
        keyRing: registry.keyRing?.envelope ?? null,
      }),
    totem: createListeners(),
    removed: createListeners(),
    desired: createListeners(),
  };
  await planAgain(store, registry);
  return registry;
}

/** Stores and announces the desired state of every totem whose plan differs from what it has. */
export async function planAgain(store: Store, registry: Registry): Promise<number> {
  const changes = [...registry.records.values()].flatMap((record) => {
    const desired = record.revoked ? record.desired : registry.planned(record);
    return desired === record.desired ? [] : [{ record, desired }];
  });
  await storeDesired(
    store,
    changes.map(({ record, desired }) => ({ id: record.id, desired })),
    registry.keyRing?.ring.revision ?? 0,
  );
  for (const { record, desired } of changes) registry.setDesired(record, desired);
  return changes.length;
}
