import { useState } from 'preact/hooks';
import type { RolloutKind } from '../../../../../protocol/rollouts.ts';
import { adviceOn } from '../../api/advice.ts';
import { Alert } from '../../parts/alert.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { rolloutHref } from '../../route.ts';
import { useDesk } from '../../state/context.ts';
import { groupsOf } from '../../state/figures.ts';
import type { FleetState } from '../../state/fleet.ts';
import { useStore } from '../../state/store.ts';
import { bytes, count } from '../../text/format.ts';
import { readRolloutForm } from './form.ts';

const totemsOf = (state: FleetState) => state.totems;
const firmwareOf = (state: FleetState) => state.firmware;
const releasesOf = (state: FleetState) => state.releases;

export interface NewRolloutProps {
  /** What is chosen when the form opens. */
  kind?: RolloutKind;
  artifact?: string;
  onClose(): void;
}

/** Starts a rollout: what, for whom, in which phases. */
export function NewRolloutDialog({ kind: first = 'firmware', artifact, onClose }: NewRolloutProps) {
  const { api, fleet, tell } = useDesk();
  const totems = [...useStore(fleet, totemsOf).values()];
  const [kind, setKind] = useState<RolloutKind>(first);
  const [group, setGroup] = useState('all');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const reached = totems.filter((totem) => group === 'all' || totem.groups.includes(group)).length;

  async function submit(event: SubmitEvent & { currentTarget: HTMLFormElement }): Promise<void> {
    event.preventDefault();
    const read = readRolloutForm(kind, group, new FormData(event.currentTarget));
    if (!read.ok) {
      setProblem(read.error.message);
      return;
    }
    setBusy(true);
    const answer = await api.startRollout(read.value);
    setBusy(false);
    if (!answer.ok) {
      setProblem(adviceOn(answer.error));
      return;
    }
    tell('done', `Rollout ${answer.value.id} of ${answer.value.title} is under way.`);
    onClose();
    location.hash = rolloutHref(answer.value.id);
  }

  return (
    <Dialog title="New rollout" wide onClose={onClose}>
      <form onSubmit={submit}>
        {problem ? <Alert>{problem}</Alert> : null}
        <div class="field-row">
          <Field label="What">
            {(attributes) => (
              <select
                {...attributes}
                class="form-select"
                value={kind}
                onChange={(event) =>
                  setKind(event.currentTarget.value === 'content' ? 'content' : 'firmware')
                }
              >
                <option value="firmware">Firmware</option>
                <option value="content">Content</option>
              </select>
            )}
          </Field>
          <ArtifactField key={kind} kind={kind} artifact={artifact} />
        </div>
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
        <PlanFields kind={kind} />
        <div class="sheet-foot">
          <button type="button" class="btn btn-outline-primary" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="btn btn-primary" disabled={busy}>
            Start
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function ArtifactField({ kind, artifact }: { kind: RolloutKind; artifact: string | undefined }) {
  const { fleet } = useDesk();
  const firmware = useStore(fleet, firmwareOf);
  const releases = useStore(fleet, releasesOf);
  const choices =
    kind === 'firmware'
      ? firmware.map((one) => ({
          value: one.sha256,
          text: `${one.version} for ${one.compatible} (${bytes(one.size)})`,
        }))
      : releases.map((one) => ({ value: one.release, text: `${one.title} (${one.release})` }));
  const hint =
    choices.length > 0
      ? undefined
      : kind === 'firmware'
        ? 'None yet: totem firmware add FILE.raucb'
        : 'None yet: totem content push FOLDER --group all';
  return (
    <Field label={kind === 'firmware' ? 'Firmware' : 'Release'} {...(hint && { hint })}>
      {(attributes) => (
        <select {...attributes} class="form-select" name="artifact" defaultValue={artifact ?? ''} required>
          {choices.map(({ value, text }) => (
            <option key={value} value={value} selected={value === artifact}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Phases and the rules between them; the presets are those of the command line. */
function PlanFields({ kind }: { kind: RolloutKind }) {
  const text = (name: string, label: string, preset: string, hint: string) => (
    <Field label={label} hint={hint}>
      {(attributes) => (
        <input {...attributes} class="form-control" name={name} defaultValue={preset} autocomplete="off" />
      )}
    </Field>
  );
  return (
    <>
      {text('phases', 'Phases', '1, 10%, 100%', 'How many totems are reached with each: numbers or shares.')}
      <div class="field-row">
        {text('success', 'Must succeed', '95', 'Percent of the totems reached.')}
        {text('failures', 'May fail', '5%', 'Failed or silent; one more pauses it.')}
      </div>
      <div class="field-row">
        {text('soak', 'Soak', '10m', 'All has to stay well so long: 90s, 10m, 1h.')}
        {text('deadline', 'Deadline', '1d', 'After it a totem that said nothing counts as silent.')}
      </div>
      {kind === 'firmware' ? (
        <div class="field-row">
          {text('window', 'Window', '', 'Such as 01:00-05:00; empty for any time.')}
          {text('attempts', 'Attempts', '1', 'For a totem that fails, in all.')}
        </div>
      ) : (
        text('window', 'Window', '', 'Such as 01:00-05:00; empty for any time.')
      )}
      {kind === 'firmware' ? (
        <label class="tick">
          <input type="checkbox" name="downgrade" /> Also totems that run a newer version
        </label>
      ) : null}
      <label class="tick">
        <input type="checkbox" name="supersede" /> Take totems over from a rollout that still goes on
      </label>
    </>
  );
}
