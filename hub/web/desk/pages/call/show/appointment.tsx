import { useState } from 'preact/hooks';
import type { CallWish } from '../../../../../../protocol/calls/wish.ts';
import { Alert, Field } from '../../../../dashboard/shared.ts';
import { useParts } from '../../../state/context.ts';

/** Letters and digits that nobody confuses with each other, read out or written down. */
const alphabet = 'ACDEFGHJKLMNPQRTUVWXY34679';

/** Like "K7Q-4XM": by it the office finds the appointment, so that no name is needed. */
function newCode(): string {
  const letters = [...crypto.getRandomValues(new Uint8Array(6))].map(
    (byte) => alphabet[byte % alphabet.length],
  );
  return `${letters.slice(0, 3).join('')}-${letters.slice(3).join('')}`;
}

/** An appointment that the citizen takes along. */
export function AppointmentForm({ wish }: { wish: CallWish }) {
  const { session, catalogue } = useParts();
  const [office, setOffice] = useState(wish.office);
  const [at, setAt] = useState('');
  const [note, setNote] = useState('');
  const [code] = useState(newCode);
  const [problem, setProblem] = useState<string | null>(null);

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    const moment = new Date(at);
    const past = Number.isNaN(moment.getTime()) || moment.getTime() < Date.now();
    setProblem(past ? 'Choose a moment that is still to come.' : null);
    const chosen = catalogue.offices.find(({ id }) => id === office);
    if (past || !chosen) return;
    session.show({
      kind: 'appointment',
      office,
      title: chosen.name.slice(0, 120),
      place: chosen.place.slice(0, 200),
      at: moment.toISOString(),
      note: note.trim(),
      code,
    });
  }

  return (
    <form onSubmit={submit}>
      {problem ? <Alert>{problem}</Alert> : null}
      <Field label="Office">
        {(attributes) => (
          <select
            {...attributes}
            class="form-select"
            value={office}
            onChange={({ currentTarget }) => setOffice(currentTarget.value)}
          >
            {catalogue.offices.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Day and time">
        {(attributes) => (
          <input
            {...attributes}
            class="form-control"
            type="datetime-local"
            required
            value={at}
            onInput={({ currentTarget }) => setAt(currentTarget.value)}
          />
        )}
      </Field>
      <Field label="What to bring">
        {(attributes) => (
          <input
            {...attributes}
            class="form-control"
            maxLength={300}
            value={note}
            onInput={({ currentTarget }) => setNote(currentTarget.value)}
          />
        )}
      </Field>
      <p class="panel-text">
        Code <strong>{code}</strong>: write it into your office’s diary instead of a name.
      </p>
      <button type="submit" class="btn btn-primary btn-sm">
        Show the appointment
      </button>
    </form>
  );
}
