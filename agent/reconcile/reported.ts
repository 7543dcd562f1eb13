import type { ReportedFirmware, ReportedState } from '../../protocol/index.ts';
import type { Content } from '../content/index.ts';
import type { AgentState } from '../state/index.ts';

/** What the hub is told of this totem's state. */
export function reportedOf(
  { desired, content: stored, keyRing }: Readonly<AgentState>,
  content: Pick<Content, 'progress' | 'problem'>,
  firmware: ReportedFirmware | null = null,
): ReportedState {
  return {
    revision: desired?.revision ?? 0,
    content: {
      state: stored.state,
      active: stored.active?.release ?? null,
      previous: stored.previous?.release ?? null,
      target: stored.target?.release ?? null,
      rejected: stored.rejected?.release ?? null,
      progress: content.progress(),
      problem: content.problem(),
    },
    keyRing: keyRing?.revision ?? 0,
    ...(firmware && { firmware }),
  };
}
