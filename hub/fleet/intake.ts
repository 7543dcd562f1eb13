import type { TotemId } from '../../protocol/index.ts';
import type { Metrics } from '../metrics/index.ts';
import type { Store } from '../store/index.ts';
import { desiredForHello } from './planner.ts';
import type { TotemRecord } from './records.ts';
import type { Registry } from './registry.ts';
import type { Reports } from './reports.ts';
import type { FleetIntake } from './types.ts';
import { storeDesired } from './writes.ts';

/** What totems send, taken into the registry. Nothing here waits for the disk but a revision that must move. */
export function intakeOf(
  store: Store,
  registry: Registry,
  reports: Reports,
  metrics: Pick<Metrics, 'totemsOnline'>,
  now: () => number,
): FleetIntake {
  function update(id: TotemId, change: (record: TotemRecord) => void): void {
    const record = registry.records.get(id);
    if (!record || record.revoked) return;
    change(record);
    record.lastSeen = new Date(now()).toISOString();
    reports.changed(id);
    registry.tell(record);
  }

  return {
    async hello(id, hello) {
      update(id, (record) => {
        record.reported = hello.reported;
      });
      return registry.inTurn(async () => {
        const record = registry.records.get(id);
        if (!record) return null;
        const answer = desiredForHello(record.desired, hello.revision);
        if (answer.desired !== record.desired) {
          await storeDesired(store, [{ id, desired: answer.desired }], registry.keyRing?.ring.revision ?? 0);
          record.desired = answer.desired;
        }
        return answer.send ? answer.desired : null;
      });
    },
    presence(id, online) {
      update(id, (record) => {
        if (record.online !== online) metrics.totemsOnline.inc(online ? 1 : -1);
        record.online = online;
      });
    },
    reported(id, reported) {
      update(id, (record) => {
        record.reported = reported;
      });
    },
    health(id, health) {
      update(id, (record) => {
        record.health = health;
      });
    },
    refused(id) {
      // Not told to listeners: whoever floods the hub with rubbish must not flood the dashboards too.
      const record = registry.records.get(id);
      if (!record) return;
      record.messagesRefused += 1;
      reports.changed(id);
    },
  };
}
