import type { CallFigures, QueueFigures } from '../../protocol/calls/index.ts';
import { type Centre, callAtDesk, living } from './model/index.ts';
import type { CallRecord } from './records.ts';

/** What has to be known of a call to count it; no outcome as long as it is under way. Moments in ms. */
type Counted = Pick<CallRecord, 'asked' | 'answered' | 'outcome'>;

/**
 * The figures of some calls. These definitions hold at the desk, on the wall, in reports and in the API alike
 * (docs/calls.md): a call counts for the day and the office it was asked for in; it was offered unless the office
 * closed over it; it was answered when an operator took it, whatever became of it then; it was abandoned when its
 * citizen left or vanished before.
 */
export function callFigures(calls: readonly Counted[], serviceLevelSeconds: number): CallFigures {
  const offered = calls.filter(({ outcome }) => outcome !== 'closed');
  const waits = offered.flatMap(({ asked, answered }) =>
    answered === null ? [] : [(answered - asked) / 1000],
  );
  return {
    offered: offered.length,
    answered: waits.length,
    abandoned: offered.filter(({ outcome }) => outcome === 'abandoned' || outcome === 'lost').length,
    serviceLevel:
      offered.length === 0
        ? null
        : waits.filter((wait) => wait <= serviceLevelSeconds).length / offered.length,
    meanWait: waits.length === 0 ? null : waits.reduce((sum, wait) => sum + wait, 0) / waits.length,
  };
}

/** How things stand in each office now, and what today has been like in it: the calls of today that ended, and those under way. */
export function queueFigures(
  centre: Centre,
  today: readonly CallRecord[],
  now: number,
  serviceLevelSeconds: number,
): QueueFigures[] {
  const waiting = living(centre).filter(({ state }) => state === 'waiting' || state === 'ringing');
  const free = [...centre.desks.values()].filter(
    (desk) => desk.present && desk.chosen === 'available' && !callAtDesk(centre, desk.name),
  );
  const underWay = living(centre).map((call) => ({
    office: call.office,
    asked: call.asked,
    answered: call.answered,
    outcome: null,
  }));
  const all = [...today, ...underWay];
  const offices = new Set([
    ...all.map(({ office }) => office),
    ...[...centre.desks.values()].flatMap(({ skills }) => skills.offices),
  ]);
  return [...offices].sort().map((office) => {
    const queue = waiting.filter(({ wish }) => wish.office === office);
    return {
      office,
      waiting: queue.length,
      longestWait: Math.max(0, ...queue.map(({ since }) => Math.floor((now - since) / 1000))),
      available: free.filter(({ skills }) => skills.offices.includes(office)).length,
      ...callFigures(
        all.filter((call) => call.office === office),
        serviceLevelSeconds,
      ),
    };
  });
}
