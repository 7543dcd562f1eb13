import { useState } from 'preact/hooks';
import type { Totem } from '../../../../../protocol/api.ts';
import { adviceOn } from '../../api/advice.ts';
import { Card } from '../../parts/card.tsx';
import { Field } from '../../parts/field.tsx';
import { GroupsField, SiteField } from '../../parts/place-fields.tsx';
import { useDesk } from '../../state/context.ts';
import { day } from '../../text/format.ts';
import { readGroups, wrongGroup } from '../../text/groups.ts';

/** Name, site and groups. The form keeps what is being typed while the totem's figures change around it. */
export function DetailsCard({ totem }: { totem: Totem }) {
  const { api, tell } = useDesk();
  const [busy, setBusy] = useState(false);
  const [groupsProblem, setGroupsProblem] = useState<string | null>(null);

  async function submit(event: SubmitEvent & { currentTarget: HTMLFormElement }): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const { groups, wrong } = readGroups(String(form.get('groups')));
    setGroupsProblem(wrong ? wrongGroup(wrong) : null);
    if (wrong) return;
    const site = String(form.get('site'));
    setBusy(true);
    const answer = await api.changeTotem(totem.id, {
      name: String(form.get('name')).trim() || totem.name,
      site: site === '' ? null : Number(site),
      groups: groups.filter((group) => group !== 'all'),
    });
    setBusy(false);
    if (answer.ok) tell('done', 'Saved.');
    else tell('problem', adviceOn(answer.error));
  }

  const groups = totem.groups.filter((group) => group !== 'all').join(', ');
  const saved = JSON.stringify([totem.name, totem.site?.id, groups]);
  return (
    <Card title="Details">
      <form key={saved} onSubmit={submit}>
        <Field label="Name">
          {(attributes) => (
            <input
              {...attributes}
              class="form-control"
              name="name"
              defaultValue={totem.name}
              required
              maxLength={120}
              autocomplete="off"
            />
          )}
        </Field>
        <SiteField value={totem.site?.id ?? null} />
        <GroupsField value={groups} problem={groupsProblem} />
        <button type="submit" class="btn btn-primary" disabled={busy}>
          Save
        </button>
      </form>
      <p class="panel-hint">
        Enrolled {day(totem.enrolled)}. Its certificate is good until {day(totem.certificateExpires)}.
      </p>
    </Card>
  );
}
