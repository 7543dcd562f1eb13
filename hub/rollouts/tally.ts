import type { Totem, TotemId } from '../../protocol/index.ts';

/** How many totems should have each thing and how many say they do, kept up to date totem by totem. */
export interface Tally {
  /** Takes a totem's present state; gives the things whose figures changed by it. */
  take(totem: Totem): string[];
  remove(totem: TotemId): string[];
  figures(thing: string): { desiredBy: number; activeOn: number };
}

/** What a totem should have and what it says it has. */
export interface Stand {
  desired: string | undefined;
  active: string | undefined;
}

const nowhere: Stand = { desired: undefined, active: undefined };

/** The release a totem should show, and the one it shows. */
export const contentStand = (totem: Totem): Stand => ({
  desired: totem.desired.content?.release,
  active: totem.reported?.content.active ?? undefined,
});

export function createTally(standOf: (totem: Totem) => Stand = contentStand): Tally {
  const stands = new Map<TotemId, Stand>();
  const desiredBy = new Map<string, number>();
  const activeOn = new Map<string, number>();

  const move = (counts: Map<string, number>, from: string | undefined, to: string | undefined): string[] => {
    if (from === to) return [];
    if (from !== undefined) counts.set(from, (counts.get(from) ?? 0) - 1);
    if (to !== undefined) counts.set(to, (counts.get(to) ?? 0) + 1);
    return [from, to].filter((thing) => thing !== undefined);
  };

  const change = (totem: TotemId, next: Stand): string[] => {
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
    take: (totem) => change(totem.id, standOf(totem)),
    remove: (totem) => change(totem, nowhere),
    figures: (thing) => ({
      desiredBy: desiredBy.get(thing) ?? 0,
      activeOn: activeOn.get(thing) ?? 0,
    }),
  };
}
