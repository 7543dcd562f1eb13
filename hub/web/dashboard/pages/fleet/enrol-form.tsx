import { useState } from 'preact/hooks';
import type { Static } from 'typebox';
import type { EnrolmentTokenRequest } from '../../../../../protocol/api.ts';
import { Field } from '../../parts/field.tsx';
import { GroupsField, SiteField } from '../../parts/place-fields.tsx';
import { readGroups, wrongGroup } from '../../text/groups.ts';

export type EnrolRequest = Static<typeof EnrolmentTokenRequest>;

const lives = [
  { seconds: 3600, title: 'One hour' },
  { seconds: 86_400, title: 'One day' },
  { seconds: 604_800, title: 'One week' },
] as const;

export interface EnrolFormProps {
  onSubmit(request: EnrolRequest): Promise<void>;
  onCancel(): void;
}

export function EnrolForm({ onSubmit, onCancel }: EnrolFormProps) {
  const [busy, setBusy] = useState(false);
  const [groupsProblem, setGroupsProblem] = useState<string | null>(null);

  async function submit(event: SubmitEvent & { currentTarget: HTMLFormElement }): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const { groups, wrong } = readGroups(String(form.get('groups')));
    setGroupsProblem(wrong ? wrongGroup(wrong) : null);
    if (wrong) return;
    const name = String(form.get('name')).trim();
    const site = String(form.get('site'));
    setBusy(true);
    await onSubmit({
      ...(name ? { name } : {}),
      ...(site ? { site: Number(site) } : {}),
      groups,
      seconds: Number(form.get('seconds')),
    });
    setBusy(false);
  }

  return (
    <form onSubmit={submit}>
      <Field
        label="Name"
        hint="What people call it, such as Town hall, ground floor. It can be changed later."
      >
        {(attributes) => (
          <input {...attributes} class="form-control" name="name" maxLength={120} autocomplete="off" />
        )}
      </Field>
      <SiteField value={null} />
      <GroupsField value="" problem={groupsProblem} />
      <Field label="The token is good for">
        {(attributes) => (
          <select {...attributes} class="form-select" name="seconds">
            {lives.map((life) => (
              <option key={life.seconds} value={life.seconds}>
                {life.title}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div class="sheet-foot">
        <button type="button" class="btn btn-outline-primary" onClick={onCancel}>
          Cancel
        </button>
        <button type="submit" class="btn btn-primary" disabled={busy}>
          Make the token
        </button>
      </div>
    </form>
  );
}
