import type { Site, Totem } from '../../../../protocol/api.ts';
import { faultCatalogue, type Severity } from '../../../../protocol/faults.ts';

export type TotemFault = NonNullable<Totem['health']>['faults'][number];

export const stateFilters = ['all', 'online', 'offline', 'faults', 'behind'] as const;
export type StateFilter = (typeof stateFilters)[number];

export function faultsOf(totem: Totem): readonly TotemFault[] {
  return totem.health?.faults ?? [];
}

/** Whether the totem says that it shows what it should show. One that should show nothing is never behind. */
export function isUpToDate(totem: Totem): boolean {
  const wanted = totem.desired.content?.release;
  return wanted === undefined || totem.reported?.content.active === wanted;
}

const weight: Record<Severity, number> = { info: 1, warning: 2, error: 3, critical: 4 };

export function severityOf(fault: TotemFault): Severity {
  return faultCatalogue[fault.code]?.severity ?? 'error';
}

/** 0 without faults, 4 with a critical one. */
export function worstWeight(totem: Totem): number {
  return Math.max(0, ...faultsOf(totem).map((fault) => weight[severityOf(fault)]));
}

export function worstSeverity(totem: Totem): Severity | null {
  const [worst] = [...faultsOf(totem)].sort(
    (one, other) => weight[severityOf(other)] - weight[severityOf(one)],
  );
  return worst ? severityOf(worst) : null;
}

export function matchesState(totem: Totem, filter: StateFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'online':
      return totem.online;
    case 'offline':
      return !totem.online;
    case 'faults':
      return faultsOf(totem).length > 0;
    case 'behind':
      return !isUpToDate(totem);
  }
}

export function matchesText(totem: Totem, text: string): boolean {
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const content = totem.reported?.content.active ?? '';
  const place = totem.site ? `${totem.site.name} ${totem.site.town} ${totem.site.address}` : '';
  const line = `${totem.name} ${totem.id} ${place} ${totem.groups.join(' ')} ${content}`.toLocaleLowerCase();
  return words.every((word) => line.includes(word));
}

/** Groups that any totem is in, and `all`, which every totem is in. */
export function groupsOf(totems: Iterable<Totem>): string[] {
  const groups = new Set<string>();
  for (const totem of totems) for (const group of totem.groups) groups.add(group);
  groups.delete('all');
  return ['all', ...[...groups].sort()];
}

export function placeOf(site: Site): string {
  return [site.address, site.town].filter(Boolean).join(', ');
}
