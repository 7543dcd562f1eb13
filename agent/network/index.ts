import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { failure, type Result, success } from '../../protocol/index.ts';
import type { NetworkFigures, NetworkRequest } from '../../protocol/network.ts';
import { iprouteManager } from './iproute.ts';
import { emptyJournal, type Journal, readJournal, writeJournal } from './journal.ts';
import { lookAround } from './look.ts';
import { hasTool, type NetworkManager } from './manager.ts';
import { networkdManager } from './networkd.ts';
import { type NetworkEvent, networkTable } from './table.ts';

export type { NetworkManager } from './manager.ts';

/** Changes the network and comes back from changes that cut the totem off. */
export interface Network {
  figures(): Promise<NetworkFigures>;
  /** Applies new settings; they stay if the hub is reached in time. Answers once they are in force. */
  set(request: NetworkRequest): Promise<Result<NetworkFigures>>;
  /** Puts the old settings back now. */
  back(): Promise<Result<NetworkFigures>>;
  /** The hub has welcomed this totem. */
  reached(): void;
  stop(): Promise<void>;
}

export interface NetworkOptions {
  /** The data folder. */
  folder: string;
  manager: NetworkManager | null;
  online: () => boolean;
  /** Whether this totem has a hub: without one nothing can prove the settings, and they are kept as they are. */
  enrolled: boolean;
  /** Drops the connection to the hub and opens a new one at once. */
  renew(): void;
  log: Logger;
  now: () => number;
  /** Runs something once after so many milliseconds; returns how to call it off. */
  after?: (milliseconds: number, run: () => void) => () => void;
}

/** Milliseconds between two tries to put the old settings back. */
const again = 10_000;

/**
 * Finishes what an earlier run left behind, and is then ready for changes. Each state is on the disk before
 * anything is done for it, so that an agent that was killed in the middle comes back to the old settings.
 */
export async function startNetwork(options: NetworkOptions): Promise<Network> {
  const { folder, manager, log, now, after = timer } = options;
  const path = join(folder, 'network.json');
  let journal: Journal = await readJournal(path, log).catch((error: unknown) => {
    log.error({ err: error }, 'the journal of the network cannot be read');
    return emptyJournal;
  });
  let callOff: () => void = () => undefined;
  let returnsAt: string | null = null;
  /** Only a welcome on a connection that was opened over the new settings proves them. */
  let proving = false;
  let stopped = false;
  let work: Promise<unknown> = Promise.resolve();

  /** One thing at a time. */
  const inTurn = <Value>(task: () => Promise<Value>): Promise<Value> => {
    const turn = work.then(task);
    work = turn.catch((error: unknown) => log.error({ err: error }, 'the network could not be changed'));
    return turn;
  };

  /** Takes a row of the table, on the disk first. False where the table has no such row. */
  const move = async (event: NetworkEvent, change: Partial<Journal>): Promise<boolean> => {
    const state = networkTable[journal.state][event];
    if (state === undefined) return false;
    const next = { ...journal, ...change, state };
    await writeJournal(path, next);
    log.info({ event, from: journal.state, to: state }, 'network');
    journal = next;
    return true;
  };

  const goBack = async (event: NetworkEvent, reason: string): Promise<void> => {
    if (!(await move(event, { reason: reason.slice(0, 500) }))) return;
    await restore();
  };

  const restore = async (): Promise<void> => {
    callOff();
    returnsAt = null;
    proving = false;
    const { former } = journal;
    if (former && manager) {
      const restored = await manager.restore(former);
      if (!restored.ok) {
        log.error(
          { problem: restored.error },
          'the old settings of the network could not be put back; trying again',
        );
        if (!stopped) callOff = after(again, () => void inTurn(restore));
        return;
      }
    }
    const last = { outcome: 'returned' as const, at: new Date(now()).toISOString(), reason: journal.reason };
    await move('restored', { wanted: null, former: null, last });
    options.renew();
  };

  const confirm = async (reason: string): Promise<void> => {
    callOff();
    returnsAt = null;
    proving = false;
    const last = { outcome: 'confirmed' as const, at: new Date(now()).toISOString(), reason };
    await move('reached', { settings: journal.wanted, wanted: null, former: null, last });
  };

  const figures = async (): Promise<NetworkFigures> => ({
    state: journal.state,
    settings: journal.wanted ?? journal.settings,
    manager: manager?.name ?? null,
    returnsAt,
    last: journal.last,
    ...(await lookAround()),
    online: options.online(),
  });

  const change = async ({ settings, seconds }: NetworkRequest): Promise<Result<NetworkFigures>> => {
    if (!manager) return noManager;
    if (journal.state !== 'settled') {
      return failure(
        'conflict',
        'a change is being tried already; wait for its end, or run: totem local network return',
      );
    }
    const { interfaces } = await lookAround();
    if (!interfaces.some(({ name }) => name === settings.interface)) {
      const names = interfaces.map(({ name }) => name).join(', ') || 'none';
      return failure(
        'not_found',
        `there is no interface ${settings.interface}; there are: ${names}`,
        '/settings/interface',
      );
    }
    const former = await manager.remember(settings.interface);
    if (!former.ok) return former;
    await move('set', { wanted: settings, former: former.value, reason: '' });
    const applied = await manager.apply(settings);
    if (!applied.ok) {
      await goBack('refused', applied.error.message);
      return applied;
    }
    if (!options.enrolled) {
      await confirm('this totem is not enrolled: there is no hub to prove the settings with');
      return success(await figures());
    }
    proving = true;
    returnsAt = new Date(now() + seconds * 1000).toISOString();
    callOff = after(seconds * 1000, () => {
      void inTurn(() => goBack('expired', `the hub was not reached within ${seconds} s`));
    });
    options.renew();
    return success(await figures());
  };

  await inTurn(async () => {
    if (journal.state !== 'settled') {
      await goBack('started', journal.reason || 'the agent was stopped before the hub was reached');
    } else if (manager?.forgets && journal.settings) {
      const applied = await manager.apply(journal.settings);
      if (!applied.ok)
        log.error({ problem: applied.error }, 'the settings of the network could not be applied');
    }
  }).catch(() => undefined);

  return {
    figures,
    set: (request) => inTurn(() => change(request)),
    back: () =>
      inTurn(async () => {
        if (journal.state !== 'trying') return failure('conflict', 'no change of the network is being tried');
        await goBack('asked_back', 'a technician asked for it');
        return success(await figures());
      }),
    reached: () => {
      if (proving) void inTurn(() => (proving ? confirm('the hub was reached') : Promise.resolve()));
    },
    stop: async () => {
      stopped = true;
      callOff();
      await work;
    },
  };
}

const noManager = failure(
  'unsupported',
  'neither systemd-networkd runs on this machine nor is iproute2 there; set the network with the means of the system',
);

export interface ManagerChoice {
  manager: 'auto' | 'systemd-networkd' | 'iproute2' | 'none';
  /** Folder of systemd-networkd's files. */
  folder: string;
  resolverFile?: string;
}

/** The manager that agent.yaml names, or the one that runs here. */
export async function chooseManager(choice: ManagerChoice): Promise<NetworkManager | null> {
  const { manager, folder, resolverFile = '/etc/resolv.conf' } = choice;
  if (manager === 'systemd-networkd') return networkdManager(folder);
  if (manager === 'iproute2') return iprouteManager(resolverFile);
  if (manager === 'none') return null;
  // systemd-networkd keeps its state there while it runs.
  const networkd = await access('/run/systemd/netif/state').then(
    () => true,
    () => false,
  );
  if (networkd && (await hasTool('networkctl'))) return networkdManager(folder);
  return (await hasTool('ip')) ? iprouteManager(resolverFile) : null;
}

function timer(milliseconds: number, run: () => void): () => void {
  const timeout = setTimeout(run, milliseconds);
  return () => clearTimeout(timeout);
}
