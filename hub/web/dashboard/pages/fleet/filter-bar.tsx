import type { Totem } from '../../../../../protocol/api.ts';
import { Field } from '../../parts/field.tsx';
import { fleetHref } from '../../route.ts';
import { groupsOf, stateFilters } from '../../state/figures.ts';
import { type Filter, writeFilter } from './filter.ts';

const stateNames = {
  all: 'Any state',
  online: 'Online',
  offline: 'Offline',
  faults: 'With faults',
  behind: 'Content behind',
} as const;

/** Replaces the address, so that "back" leaves the fleet instead of undoing letters. */
export function showFilter(filter: Filter): void {
  location.replace(fleetHref(writeFilter(filter)));
}

export function FilterBar({ totems, filter }: { totems: readonly Totem[]; filter: Filter }) {
  const change = (part: Partial<Filter>) => showFilter({ ...filter, ...part });
  const groups = new Set([...groupsOf(totems), filter.group]);
  return (
    <form class="filters" aria-label="Filter the fleet" onSubmit={(event) => event.preventDefault()}>
      <Field label="Search">
        {(attributes) => (
          <input
            {...attributes}
            class="form-control"
            type="search"
            placeholder="Name, site, group or content"
            value={filter.text}
            onInput={(event) => change({ text: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label="Group">
        {(attributes) => (
          <select
            {...attributes}
            class="form-select"
            value={filter.group}
            onChange={(event) => change({ group: event.currentTarget.value })}
          >
            {[...groups].map((group) => (
              <option key={group} value={group}>
                {group === 'all' ? 'Any group' : group}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="State">
        {(attributes) => (
          <select
            {...attributes}
            class="form-select"
            value={filter.state}
            onChange={(event) => {
              const state = stateFilters.find((name) => name === event.currentTarget.value);
              if (state) change({ state });
            }}
          >
            {stateFilters.map((state) => (
              <option key={state} value={state}>
                {stateNames[state]}
              </option>
            ))}
          </select>
        )}
      </Field>
    </form>
  );
}
