import { setTimeout as sleep } from 'node:timers/promises';
import { type Result, streamEvents, success, TotemList, validatorOf } from '../../protocol/index.ts';
import type { Hub } from '../client/index.ts';
import type { LocalAgent } from '../local/index.ts';
import { type Row, rowOfStatus, rowOfTotem } from './rows.ts';

/** What a source tells. */
export interface Listener {
  /** All rows there are. */
  all(rows: readonly Row[]): void;
  changed(row: Row): void;
  removed(id: string): void;
  /** What is wrong with the source; empty when all is well again. */
  trouble(text: string): void;
}

/** Where `top` has its rows from. */
export interface Source {
  fleet: boolean;
  /** Everything once. */
  once(): Promise<Result<Row[]>>;
  /** Tells what changes until the signal. */
  follow(listener: Listener, signal: AbortSignal): Promise<void>;
}

const parseTotems = validatorOf(TotemList);
const parseTotem = validatorOf(streamEvents.totem);
const parseRemoved = validatorOf(streamEvents.removed);

/** Milliseconds between two questions to the agent, and between two tries after a failure. */
const localPause = 2000;
const retryPause = 3000;

export function localSource(agent: LocalAgent): Source {
  const once = async (): Promise<Result<Row[]>> => {
    const answer = await agent.call('status', {});
    return answer.ok ? success([rowOfStatus(answer.value)]) : answer;
  };
  return {
    fleet: false,
    once,
    async follow(listener, signal) {
      while (!signal.aborted) {
        const rows = await once();
        if (signal.aborted) return;
        listener.trouble(rows.ok ? '' : rows.error.message);
        if (rows.ok) listener.all(rows.value);
        await pause(localPause, signal);
      }
    },
  };
}

/** The fleet as the dashboard sees it: the list, then the stream, and both anew after a break. */
export function fleetSource(hub: Hub): Source {
  const once = async (): Promise<Result<Row[]>> => {
    const answer = await hub.call('GET', '/totems', undefined, parseTotems);
    return answer.ok ? success(answer.value.totems.map(rowOfTotem)) : answer;
  };
  return {
    fleet: true,
    once,
    async follow(listener, signal) {
      while (!signal.aborted) {
        const events = {
          // The list is read once the stream is open, so that no change falls between the two.
          onOpen: async (): Promise<void> => {
            const rows = await once();
            if (rows.ok) listener.all(rows.value);
            listener.trouble(rows.ok ? '' : rows.error.message);
          },
          onEvent: (name: string, data: unknown): void => {
            if (name === 'totem') {
              const totem = parseTotem(data);
              if (totem.ok) listener.changed(rowOfTotem(totem.value));
            } else if (name === 'removed') {
              const removed = parseRemoved(data);
              if (removed.ok) listener.removed(removed.value.id);
            }
          },
        };
        const done = await hub.listen('/stream', events, signal);
        if (signal.aborted) return;
        listener.trouble(done.ok ? 'the stream of the hub has ended; connecting again' : done.error.message);
        await pause(retryPause, signal);
      }
    },
  };
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}
