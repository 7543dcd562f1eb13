import type { Logger } from 'pino';
import {
  failure,
  type ReportedState,
  type Result,
  type Rollout,
  type RolloutRequest,
  success,
  type TotemId,
} from '../../protocol/index.ts';
import type { Audit } from '../events/index.ts';
import type { Fleet } from '../fleet/index.ts';
import { createListeners } from '../listeners.ts';
import type { Metrics } from '../metrics/index.ts';
import type { Store } from '../store/index.ts';
import { plan } from './planner.ts';
import { addRollout, type RolloutRecord, readRollouts, storeRollout } from './records.ts';
import { courseOf, standingsOf } from './standings.ts';
import { atOncePlan, newRecord, subjectOf, takeOver } from './start.ts';
import { createSteps } from './steps.ts';
import { rolloutTable, totemTable } from './table.ts';
import type { Artifacts, Rollouts } from './types.ts';
import { membersOf, viewOf } from './view.ts';

export interface RolloutsOptions {
  store: Store;
  fleet: Pick<
    Fleet,
    'list' | 'get' | 'assignContent' | 'setContent' | 'setFirmware' | 'onTotem' | 'onRemoved'
  >;
  artifacts: Artifacts;
  audit: Pick<Audit, 'record'>;
  metrics: Pick<Metrics, 'rolloutsOpen' | 'rolloutOutcomes'>;
  /** Milliseconds since 1970. */
  now: () => number;
  log: Logger;
}

const tickMs = 1000;
// What totems say in a burst is looked at together.
const settleMs = 100;
const mostKept = 200;
// A plan that never comes to an end would be a defect; it must not hold the hub.
const mostRounds = 100;

const isOpen = ({ state }: Pick<RolloutRecord, 'state'>) => state !== 'finished' && state !== 'aborted';

/** Reads the rollouts and goes on with those that a former process left under way. */
export async function openRollouts(options: RolloutsOptions): Promise<Rollouts> {
  const { store, fleet, artifacts, audit, metrics, now, log } = options;
  const records = new Map((await readRollouts(store, mostKept)).map((record) => [record.id, record]));
  const changed = createListeners<Rollout>();
  const steps = createSteps({ store, fleet, artifacts, audit, metrics, now, log });
  let queue: Promise<unknown> = Promise.resolve();
  let soon: NodeJS.Timeout | undefined;
  let stopped = false;

  const inTurn = <Value>(task: () => Promise<Value>): Promise<Value> => {
    const turn = queue.then(task);
    queue = turn.catch(() => undefined);
    return turn;
  };
  const open = () => [...records.values()].filter(isOpen);
  const told = (record: RolloutRecord) => {
    metrics.rolloutsOpen.set(open().length);
    changed.tell(viewOf(record));
  };

  /** Goes as far as is due. What fails, such as a full disk, is tried again with the next tick. */
  const advance = (record: RolloutRecord) =>
    follow(record).catch((error: unknown) =>
      log.error({ err: error, rollout: record.id }, 'a rollout could not go on; it is tried again'),
    );

  async function follow(record: RolloutRecord): Promise<void> {
    for (let round = 0; round < mostRounds && !stopped; round += 1) {
      const moment = now();
      const next = plan(courseOf(record), standingsOf(record, fleet), moment);
      if (next.length === 0) return;
      await steps.carryOut(record, next, moment);
      told(record);
      // An offer that has no effect must not be repeated without end.
      if (next.every((step) => step.step === 'offer' && step.repeated)) return;
    }
  }

  const tick = () =>
    inTurn(async () => {
      for (const record of open()) await advance(record);
    });

  async function start(request: RolloutRequest, who: string, atOnce: boolean): Promise<Result<Rollout>> {
    const made = newRecord(request, fleet.list(), artifacts, { who, atOnce, now: now() });
    if (!made.ok) return made;
    if (request.kind === 'firmware') {
      const vouched = await artifacts.vouch(request.artifact);
      if (!vouched.ok) return vouched;
    }
    const others = takeOver(open(), made.value, request.supersede, now());
    if (!others.ok) return others;
    const id = await addRollout(store, made.value, others.value);
    const record: RolloutRecord = { ...made.value, id };
    records.set(id, record);
    const { kind, title, members } = record;
    await audit.record(
      who,
      'rollout.started',
      subjectOf(record),
      `${kind} ${title}: ${members.length} totems`,
    );
    log.info(
      { rollout: id, kind, artifact: record.artifact, totems: members.length, who },
      'rollout started',
    );
    for (const { record: other } of others.value) told(other);
    await advance(record);
    told(record);
    return success(viewOf(record));
  }

  const lookSoon = () => {
    if (stopped || open().length === 0) return;
    soon ??= setTimeout(() => {
      soon = undefined;
      void tick();
    }, settleMs);
  };
  // Heartbeats come hundreds a second and tell nothing that the planner does not know.
  const heard = new Map<TotemId, ReportedState | null>();
  const unsubscribe = [
    fleet.onTotem(({ id, reported }) => {
      if (heard.get(id) !== reported) lookSoon();
      heard.set(id, reported);
    }),
    fleet.onRemoved((id) => {
      heard.delete(id);
      lookSoon();
    }),
  ];
  const timer = setInterval(() => {
    if (open().length > 0) void tick();
  }, tickMs);
  metrics.rolloutsOpen.set(open().length);
  await tick();

  return {
    create: (request, who) => inTurn(() => start(request, who, false)),

    assignAtOnce: (groups, release, who) =>
      inTurn(async () => {
        const target = { groups: [...groups], totems: [], sites: [] };
        const request: RolloutRequest = {
          kind: 'content',
          artifact: release,
          target,
          plan: atOncePlan,
          supersede: true,
        };
        const started = await start(request, who, true);
        if (started.ok || started.error.code !== 'conflict') return;
        // Groups without a totem yet: those that join get it.
        const content = artifacts.content(release);
        if (content) {
          const { release: name, manifest } = content;
          await fleet.assignContent(groups, { release: name, manifest });
        }
      }),

    act: (id, { action, again }, who) =>
      inTurn(async () => {
        const record = records.get(id);
        if (!record) return failure('not_found', `there is no rollout ${id}`);
        const next = rolloutTable[record.state][action];
        if (!next)
          return failure('conflict', `rollout ${id} is ${record.state} and cannot ${action}`, '/action');
        const places = action === 'resume' && again ? askAgain(record, now()) : [];
        const bad = record.members.filter(({ state }) => state === 'failed' || state === 'silent').length;
        Object.assign(record, {
          state: next,
          since: now(),
          reason: action === 'resume' ? '' : `by ${who}`,
          ...(action === 'resume' && { forgiven: bad }),
        });
        await storeRollout(store, { record, members: places });
        await audit.record(who, `rollout.${action}`, subjectOf(record), places.length > 0 ? 'again' : '');
        log.info({ rollout: id, action, who }, 'rollout told');
        await advance(record);
        told(record);
        return success(viewOf(record));
      }),

    list: () => [...records.values()].reverse().map(viewOf),
    detail(id) {
      const record = records.get(id);
      return record && { rollout: viewOf(record), totems: membersOf(record) };
    },
    onRollout: changed.add,
    tick,
    async stop() {
      stopped = true;
      clearInterval(timer);
      clearTimeout(soon);
      for (const leave of unsubscribe) leave();
      await inTurn(async () => undefined);
    },
  };
}

/** Lets totems that failed or were silent wait once more; gives their places. */
function askAgain(record: RolloutRecord, now: number): number[] {
  return record.members.flatMap((member, index) => {
    const state = totemTable[member.state].again;
    if (!state) return [];
    Object.assign(member, { state, tries: 0, since: now, reason: '' });
    return [index];
  });
}
