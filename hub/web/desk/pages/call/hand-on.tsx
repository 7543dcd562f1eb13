import { useState } from 'preact/hooks';
import type { CallWish } from '../../../../../protocol/calls/wish.ts';
import { Dialog, Field } from '../../../dashboard/shared.ts';
import { useDeskState, useParts } from '../../state/context.ts';
import type { DeskState } from '../../state/desk.ts';

const colleaguesOf = (state: DeskState) => state.standing?.colleagues;
const longestNote = 500;

/** Hands the call on to an office or a colleague; it keeps the time it has waited already. */
export function HandOnDialog({ wish, onClose }: { wish: CallWish; onClose(): void }) {
  const { session, catalogue } = useParts();
  const colleagues = useDeskState(colleaguesOf) ?? [];
  const [target, setTarget] = useState(`office ${wish.office}`);
  const [note, setNote] = useState('');

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    const [kind = '', ...rest] = target.split(' ');
    const name = rest.join(' ');
    session.handOn(kind === 'office' ? { office: name } : { operator: name }, note.trim());
    onClose();
  }

  return (
    <Dialog title="Hand the call on" onClose={onClose}>
      <form onSubmit={submit}>
        <Field label="To">
          {(attributes) => (
            <select
              {...attributes}
              class="form-select"
              value={target}
              onChange={({ currentTarget }) => setTarget(currentTarget.value)}
            >
              <optgroup label="Offices">
                {catalogue.offices.map(({ id, name }) => (
                  <option key={id} value={`office ${id}`}>
                    {name}
                  </option>
                ))}
              </optgroup>
              {colleagues.length > 0 ? (
                <optgroup label="Colleagues">
                  {colleagues.map(({ name, presence }) => (
                    <option key={name} value={`operator ${name}`}>
                      {name}
                      {presence === 'available' ? '' : presence === 'busy' ? ' (in a call)' : ' (away)'}
                    </option>
                  ))}
                </optgroup>
              ) : null}
            </select>
          )}
        </Field>
        <Field
          label="Note"
          hint="Your colleague reads it before and during the call; it goes when the call ends."
        >
          {(attributes) => (
            <textarea
              {...attributes}
              class="form-control"
              rows={4}
              maxLength={longestNote}
              value={note}
              onInput={({ currentTarget }) => setNote(currentTarget.value)}
            />
          )}
        </Field>
        <div class="sheet-foot">
          <button type="button" class="btn btn-outline-primary" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="btn btn-primary">
            Hand on
          </button>
        </div>
      </form>
    </Dialog>
  );
}
