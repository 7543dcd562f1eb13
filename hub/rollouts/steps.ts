import type { DesiredFirmware, TotemId } from '../../protocol/index.ts';
import type { RolloutsOptions } from './engine.ts';
import type { Step } from './planner.ts';
import { type RolloutRecord, storeRollout } from './records.ts';
import { subjectOf } from './start.ts';
import { rolloutTable, totemTable } from './table.ts';

export interface Steps {
  /** Stores what the steps change, then acts. Steps of one plan are of one kind or do not touch each other. */
  carryOut(record: RolloutRecord, steps: readonly Step[], now: number): Promise<void>;
}

type OfKind<Kind extends Step['step']> = Extract<Step, { step: Kind }>;

export function createSteps(options: Omit<RolloutsOptions, 'now'> & { now: () => number }): Steps {
  const { store, fleet, artifacts, audit, metrics, log } = options;

  async function settle(record: RolloutRecord, steps: readonly OfKind<'settle'>[], now: number) {
    const places = steps.flatMap(({ index, event, reason }) => {
      const member = record.members[index];
      const state = member && totemTable[member.state][event];
      if (!member || !state) return [];
      Object.assign(member, { state, since: now, reason: reason.slice(0, 500) });
      metrics.rolloutOutcomes.inc({ kind: record.kind, state });
      return [index];
    });
    await storeRollout(store, { record, members: places });
  }

  async function offer(record: RolloutRecord, steps: readonly OfKind<'offer'>[], now: number) {
    const places = steps.flatMap(({ index, attempt, repeated }) => {
      const member = record.members[index];
      const state = member && totemTable[member.state].offer;
      if (repeated || !member || !state) return [];
      Object.assign(member, { state, attempt, tries: member.tries + 1, since: now, reason: '' });
      return [index];
    });
    if (places.length > 0) await storeRollout(store, { record, members: places });
    const members = steps.flatMap(({ index }) => record.members[index] ?? []);
    if (record.kind === 'content') {
      const content = artifacts.content(record.artifact);
      if (!content) throw new Error(`release ${record.artifact} of rollout ${record.id} is gone`);
      const { release, manifest } = content;
      await fleet.setContent(
        members.map(({ totem }) => totem),
        { release, manifest },
      );
      return;
    }
    const wanted = new Map<TotemId, DesiredFirmware>();
    for (const { totem, attempt } of members) wanted.set(totem, firmwareFor(record, attempt));
    await fleet.setFirmware(wanted);
  }

  function firmwareFor({ id, artifact, plan }: RolloutRecord, attempt: number): DesiredFirmware {
    const firmware = artifacts.firmware(artifact);
    if (!firmware) throw new Error(`firmware ${artifact} of rollout ${id} is gone`);
    return {
      version: firmware.version,
      bundle: { sha256: firmware.sha256, size: firmware.size },
      manifestHash: firmware.manifestHash,
      compatible: firmware.compatible,
      allowDowngrade: plan.allowDowngrade,
      window: plan.window,
      soakSeconds: plan.proveSeconds,
      attempt,
    };
  }

  async function change(record: RolloutRecord, { event, reason }: OfKind<'change'>, now: number) {
    const state = rolloutTable[record.state][event];
    if (!state) return;
    const ended = state === 'finished' || state === 'aborted';
    Object.assign(record, {
      state,
      since: now,
      reason: event === 'settled' ? record.reason : reason,
      phase: record.phase + (event === 'next' ? 1 : 0),
      ended: ended ? new Date(now).toISOString() : null,
    });
    await storeRollout(store, { record, members: [] });
    log.info({ rollout: record.id, event, state, reason }, 'rollout changed');
    if (event === 'halt' || ended) {
      const action = event === 'halt' ? 'rollout.halted' : `rollout.${state}`;
      await audit.record('hub', action, subjectOf(record), reason);
    }
  }

  /** Acts before it stores: to assign a group twice is no harm, to forget it is. */
  async function assignGroups(record: RolloutRecord) {
    const content = artifacts.content(record.artifact);
    if (content) {
      const { release, manifest } = content;
      await fleet.assignContent(record.target.groups, { release, manifest });
    }
    record.groupsAssigned = true;
    await storeRollout(store, { record, members: [] });
  }

  return {
    async carryOut(record, steps, now) {
      const settled = steps.filter((step) => step.step === 'settle');
      if (settled.length > 0) await settle(record, settled, now);
      const offered = steps.filter((step) => step.step === 'offer');
      if (offered.length > 0) await offer(record, offered, now);
      for (const step of steps) {
        if (step.step === 'change') await change(record, step, now);
        if (step.step === 'assignGroups') await assignGroups(record);
      }
    },
  };
}
