import type { RolloutPhase, Share } from '../../protocol/index.ts';

/** A share of `total` in whole totems; `10%` of a few is rounded the way `round` says. */
export function shareOf(share: Share, total: number, round: (value: number) => number): number {
  const percent = /^(\d+)%$/.exec(share)?.[1];
  return percent === undefined ? Number(share) : round((Number(percent) * total) / 100);
}

/**
 * How many totems each phase has reached at its end. Never fewer than the phase before, and at least one: a
 * share that comes to nothing would be a phase that tells nothing.
 */
export function phaseEnds(phases: readonly Pick<RolloutPhase, 'reach'>[], total: number): number[] {
  let reached = 0;
  return phases.map(({ reach }) => {
    reached = Math.min(total, Math.max(reached, 1, shareOf(reach, total, Math.ceil)));
    return reached;
  });
}

/** How many of `size` totems must have succeeded. */
export function neededOf(phase: Pick<RolloutPhase, 'success'>, size: number): number {
  return Math.ceil((phase.success * size) / 100);
}

/** How many of `size` totems may fail. */
export function allowedOf(phase: Pick<RolloutPhase, 'failures'>, size: number): number {
  return shareOf(phase.failures, size, Math.floor);
}
