import {
  compareVersions,
  everyTotem,
  type Firmware,
  type RolloutRequest,
  type RolloutTarget,
  type Totem,
} from '../../protocol/index.ts';
import type { Member } from './planner.ts';

/**
 * The totems of a rollout in the order in which they are reached: those that are connected first, as the first
 * phase should tell something soon, then by id; last those that cannot take it, with the reason.
 */
export function membersFor(
  totems: readonly Totem[],
  request: Pick<RolloutRequest, 'target' | 'plan'>,
  firmware: Firmware | undefined,
  now: number,
): { members: Member[]; eligible: number } {
  const chosen = totems
    .filter((totem) => isMeant(totem, request.target, firmware !== undefined))
    .map((totem) => ({
      totem,
      obstacle: firmware && obstacleOf(totem, firmware, request.plan.allowDowngrade),
    }))
    .sort(
      (one, other) =>
        Number(one.obstacle !== undefined) - Number(other.obstacle !== undefined) ||
        Number(other.totem.online) - Number(one.totem.online) ||
        (one.totem.id < other.totem.id ? -1 : 1),
    );
  const members = chosen.map(
    ({ totem, obstacle }): Member => ({
      totem: totem.id,
      state: obstacle === undefined ? 'waiting' : 'skipped',
      tries: 0,
      attempt: 0,
      since: now,
      reason: obstacle ?? '',
    }),
  );
  return { members, eligible: chosen.filter(({ obstacle }) => obstacle === undefined).length };
}

function isMeant(totem: Totem, target: RolloutTarget, firmware: boolean): boolean {
  const named =
    target.totems.includes(totem.id) ||
    (totem.site !== null && target.sites.includes(totem.site.id)) ||
    target.groups.some((group) => group === everyTotem || totem.groups.includes(group));
  if (!named || target.running === undefined) return named;
  const runs = firmware ? totem.reported?.firmware?.booted?.version : totem.reported?.content.active;
  return runs === target.running;
}

/** Why a totem is not asked to take a firmware; a totem that never reported is given the chance. */
function obstacleOf({ reported }: Totem, firmware: Firmware, allowDowngrade: boolean): string | undefined {
  if (!reported) return undefined;
  if (!reported.firmware) return 'it does not update its own firmware';
  const { compatible, booted } = reported.firmware;
  if (compatible !== null && compatible !== firmware.compatible) return `it is a ${compatible}`;
  const runs = booted?.version ?? null;
  if (runs === null || allowDowngrade || compareVersions(runs, firmware.version) <= 0) return undefined;
  return `it runs ${runs}, which is newer`;
}
