import type { ReleaseId, Totem, TotemId } from '../../protocol/index.ts';

/** How many totems should show each release and how many say they do, kept up to date totem by totem. */
export interface Tally {
  /** Takes a totem's present state; gives the releases whose figures changed by it. */
  take(totem: Totem): ReleaseId[];
  remove(totem: TotemId): ReleaseId[];
  figures(release: ReleaseId): { desiredBy: number; activeOn: number };
}

interface Stand {
  desired: ReleaseId | undefined;
  active: ReleaseId | undefined;
}

const nowhere: Stand = { desired: undefined, active: undefined };

export function createTally(): Tally {
  const stands = new Map<TotemId, Stand>();
  const desiredBy = new Map<ReleaseId, number>();
  const activeOn = new Map<ReleaseId, number>();

  const move = (
    counts: Map<ReleaseId, number>,
    from: ReleaseId | undefined,
    to: ReleaseId | undefined,
  ): ReleaseId[] => {
    if (from === to) return [];
    if (from !== undefined) counts.set(from, (counts.get(from) ?? 0) - 1);
    if (to !== undefined) counts.set(to, (counts.get(to) ?? 0) + 1);
    return [from, to].filter((release) => release !== undefined);
  };

  const change = (totem: TotemId, next: Stand): ReleaseId[] => {
    const former = stands.get(totem) ?? nowhere;
    if (next === nowhere) stands.delete(totem);
    else stands.set(totem, next);
    const changed = [
      ...move(desiredBy, former.desired, next.desired),
      ...move(activeOn, former.active, next.active),
    ];
    return [...new Set(changed)];
  };

  return {
    take: (totem) =>
      change(totem.id, {
        desired: totem.desired.content?.release,
        active: totem.reported?.content.active ?? undefined,
      }),
    remove: (totem) => change(totem, nowhere),
    figures: (release) => ({
      desiredBy: desiredBy.get(release) ?? 0,
      activeOn: activeOn.get(release) ?? 0,
    }),
  };
}
