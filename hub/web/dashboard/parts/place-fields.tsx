import { useDesk } from '../state/context.ts';
import type { FleetState } from '../state/fleet.ts';
import { useStore } from '../state/store.ts';
import { Field } from './field.tsx';

const sitesOf = (state: FleetState) => state.sites;

/** Where a totem stands; the form's `site` is the site's id or empty. */
export function SiteField({ value }: { value: number | null }) {
  const { fleet } = useDesk();
  const sites = useStore(fleet, sitesOf);
  return (
    <Field label="Site">
      {(attributes) => (
        <select
          {...attributes}
          class="form-select"
          name="site"
          defaultValue={value === null ? '' : String(value)}
        >
          <option value="">No site</option>
          {sites.map((site) => (
            <option key={site.id} value={site.id} selected={site.id === value}>
              {[site.name, site.town].filter(Boolean).join(', ')}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Labels of a totem; the form's `groups` is what was typed. */
export function GroupsField({ value, problem }: { value: string; problem: string | null }) {
  return (
    <Field
      label="Groups"
      hint="With commas between, such as town-halls, pilot. Every totem is in the group “all” too."
      problem={problem}
    >
      {(attributes) => (
        <input {...attributes} class="form-control" name="groups" defaultValue={value} autocomplete="off" />
      )}
    </Field>
  );
}
