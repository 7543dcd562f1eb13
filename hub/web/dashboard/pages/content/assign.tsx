import { useState } from 'preact/hooks';
import type { ContentRelease } from '../../../../../protocol/api.ts';
import { adviceOn } from '../../api/advice.ts';
import { Alert } from '../../parts/alert.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { Moment } from '../../parts/time.tsx';
import { useDesk } from '../../state/context.ts';
import { groupsOf } from '../../state/figures.ts';
import type { FleetState } from '../../state/fleet.ts';
import { useStore } from '../../state/store.ts';
import { count } from '../../text/format.ts';

const totemsOf = (state: FleetState) => state.totems;

/** Makes a stored release what a group should show. */
export function AssignDialog({ release, onClose }: { release: ContentRelease; onClose(): void }) {
  const { api, fleet, tell } = useDesk();
  const totems = [...useStore(fleet, totemsOf).values()];
  const [group, setGroup] = useState('all');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const reached = totems.filter((totem) => group === 'all' || totem.groups.includes(group)).length;

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    const answer = await api.assign(release.release, group);
    setBusy(false);
    if (!answer.ok) {
      setProblem(adviceOn(answer.error));
      return;
    }
    tell('done', `${release.title} was assigned to ${group}.`);
    onClose();
  }

  return (
    <Dialog title={`Assign “${release.title}”`} onClose={onClose}>
      <form onSubmit={submit}>
        {problem ? <Alert>{problem}</Alert> : null}
        <p>
          Made <Moment at={release.made} />, <span class="identity">{release.release}</span>. Totems of the
          group switch to it as soon as they have its files.
        </p>
        <Field label="Group" hint={`${count(reached, 'totem')} in this group now.`}>
          {(attributes) => (
            <select
              {...attributes}
              class="form-select"
              value={group}
              onChange={(event) => setGroup(event.currentTarget.value)}
            >
              {groupsOf(totems).map((name) => (
                <option key={name} value={name}>
                  {name === 'all' ? 'all (every totem)' : name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <div class="sheet-foot">
          <button type="button" class="btn btn-outline-primary" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="btn btn-primary" disabled={busy}>
            Assign
          </button>
        </div>
      </form>
    </Dialog>
  );
}
