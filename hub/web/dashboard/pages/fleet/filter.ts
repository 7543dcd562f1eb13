import type { Totem } from '../../../../../protocol/api.ts';
import {
  faultsOf,
  isUpToDate,
  matchesState,
  matchesText,
  type StateFilter,
  stateFilters,
  worstWeight,
} from '../../state/figures.ts';

export const sortKeys = ['name', 'site', 'state', 'faults', 'content', 'seen'] as const;
export type SortKey = (typeof sortKeys)[number];

/** What of the fleet is shown and in which order; kept in the address, so that it can be sent to a colleague. */
export interface Filter {
  text: string;
  group: string;
  state: StateFilter;
  sort: SortKey;
  descending: boolean;
}

export function readFilter(query: URLSearchParams): Filter {
  return {
    text: query.get('text') ?? '',
    group: query.get('group') ?? 'all',
    state: stateFilters.find((state) => state === query.get('state')) ?? 'all',
    sort: sortKeys.find((key) => key === query.get('sort')) ?? 'name',
    descending: query.get('order') === 'down',
  };
}

/** The filter as parts of the address. */
export function writeFilter(filter: Filter): Record<string, string> {
  return {
    text: filter.text,
    group: filter.group,
    state: filter.state,
    sort: filter.sort === 'name' ? '' : filter.sort,
    order: filter.descending ? 'down' : '',
  };
}

export function filtered(totems: readonly Totem[], filter: Filter): Totem[] {
  const direction = filter.descending ? -1 : 1;
  return totems
    .filter((totem) => matchesState(totem, filter.state) && matchesText(totem, filter.text))
    .filter((totem) => filter.group === 'all' || totem.groups.includes(filter.group))
    .sort((one, other) => direction * compare(one, other, filter.sort) || byName(one, other));
}

function compare(one: Totem, other: Totem, key: SortKey): number {
  switch (key) {
    case 'name':
      return byName(one, other);
    case 'site':
      return (one.site?.name ?? '\uffff').localeCompare(other.site?.name ?? '\uffff');
    case 'state':
      return Number(one.online) - Number(other.online);
    case 'faults':
      return worstWeight(other) - worstWeight(one) || faultsOf(other).length - faultsOf(one).length;
    case 'content':
      return (
        Number(isUpToDate(one)) - Number(isUpToDate(other)) ||
        (one.reported?.content.active ?? '').localeCompare(other.reported?.content.active ?? '')
      );
    case 'seen':
      return (other.lastSeen ?? '').localeCompare(one.lastSeen ?? '');
  }
}

function byName(one: Totem, other: Totem): number {
  return one.name.localeCompare(other.name, undefined, { numeric: true }) || one.id.localeCompare(other.id);
}
