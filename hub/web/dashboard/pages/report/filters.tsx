import type { Site } from '../../../../../protocol/api.ts';
import { Field } from '../../parts/field.tsx';
import { languageTitle, profileTitles, type Scope } from './scope.ts';

/** Languages of the totems' interface. */
const languages = ['it', 'en', 'de', 'fr', 'es', 'ar', 'zh'];

export function ReportFilters({
  scope,
  sites,
  days,
  onChange,
}: {
  scope: Scope;
  sites: readonly Site[];
  /** The days that are reported on where none were chosen. */
  days: { from: string; to: string };
  onChange(part: Partial<Scope>): void;
}) {
  const choices = {
    site: sites.map(({ id, name }) => [String(id), name] as const),
    language: [...new Set([...languages, ...(scope.language ? [scope.language] : [])])].map(
      (tag) => [tag, languageTitle(tag)] as const,
    ),
    profile: Object.entries(profileTitles),
  };
  return (
    <form
      class="filters report-filters"
      aria-label="Narrow the report down"
      onSubmit={(event) => event.preventDefault()}
    >
      {(['from', 'to'] as const).map((end) => (
        <Field key={end} label={end === 'from' ? 'First day' : 'Last day'}>
          {(attributes) => (
            <input
              {...attributes}
              class="form-control"
              type="date"
              value={scope[end] || days[end]}
              onChange={(event) => onChange({ [end]: event.currentTarget.value })}
            />
          )}
        </Field>
      ))}
      {(['site', 'language', 'profile'] as const).map((name) => (
        <Field key={name} label={titles[name].label}>
          {(attributes) => (
            <select
              {...attributes}
              class="form-select"
              value={scope[name]}
              onChange={(event) => onChange({ [name]: event.currentTarget.value })}
            >
              <option value="">{titles[name].any}</option>
              {choices[name].map(([value, title]) => (
                <option key={value} value={value}>
                  {title}
                </option>
              ))}
            </select>
          )}
        </Field>
      ))}
    </form>
  );
}

const titles = {
  site: { label: 'Site', any: 'Every site' },
  language: { label: 'Language', any: 'Every language' },
  profile: { label: 'Profile', any: 'Any profile' },
} as const;
