import { useState } from 'preact/hooks';
import { type CallForm, checkForm, type formFieldKinds } from '../../../../../../protocol/calls/form.ts';
import { Alert, Field } from '../../../../dashboard/shared.ts';
import { useParts } from '../../../state/context.ts';

type Kind = (typeof formFieldKinds)[number];
interface Row {
  label: string;
  kind: Kind;
  required: boolean;
  /** Of a choice, with commas between. */
  options: string;
}

const kindNames: Readonly<Record<Kind, string>> = {
  text: 'Text',
  phone: 'Telephone number',
  date: 'Day',
  choice: 'Choice',
};
const kinds: readonly Kind[] = ['text', 'phone', 'date', 'choice'];
const emptyRow: Row = { label: '', kind: 'text', required: true, options: '' };
const mostRows = 8;

/** A short form, made on the spot. */
export function FormEditor() {
  const { session } = useParts();
  const [title, setTitle] = useState('');
  const [rows, setRows] = useState<readonly Row[]>([emptyRow]);
  const [problem, setProblem] = useState<string | null>(null);
  const change = (place: number, part: Partial<Row>) =>
    setRows(rows.map((row, at) => (at === place ? { ...row, ...part } : row)));

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    const form = formOf(title, rows);
    const checked = checkForm(form);
    setProblem(
      checked.ok
        ? null
        : `${checked.error.message.charAt(0).toUpperCase()}${checked.error.message.slice(1)}.`,
    );
    if (checked.ok) session.show({ kind: 'form', ...form });
  }

  return (
    <form onSubmit={submit}>
      {problem ? <Alert>{problem}</Alert> : null}
      <Field label="Title">
        {(attributes) => (
          <input
            {...attributes}
            class="form-control"
            required
            maxLength={120}
            value={title}
            onInput={({ currentTarget }) => setTitle(currentTarget.value)}
          />
        )}
      </Field>
      {rows.map((row, place) => (
        <fieldset class="form-row" key={place}>
          <legend>Question {place + 1}</legend>
          <Field label="What is asked">
            {(attributes) => (
              <input
                {...attributes}
                class="form-control"
                required
                maxLength={120}
                value={row.label}
                onInput={({ currentTarget }) => change(place, { label: currentTarget.value })}
              />
            )}
          </Field>
          <Field label="Kind of answer">
            {(attributes) => (
              <select
                {...attributes}
                class="form-select"
                value={row.kind}
                onChange={({ currentTarget }) =>
                  change(place, { kind: kinds.find((kind) => kind === currentTarget.value) ?? 'text' })
                }
              >
                {kinds.map((kind) => (
                  <option key={kind} value={kind}>
                    {kindNames[kind]}
                  </option>
                ))}
              </select>
            )}
          </Field>
          {row.kind === 'choice' ? (
            <Field label="Options" hint="With commas between, at least two.">
              {(attributes) => (
                <input
                  {...attributes}
                  class="form-control"
                  required
                  value={row.options}
                  onInput={({ currentTarget }) => change(place, { options: currentTarget.value })}
                />
              )}
            </Field>
          ) : null}
          <label class="tick">
            <input
              type="checkbox"
              checked={row.required}
              onChange={({ currentTarget }) => change(place, { required: currentTarget.checked })}
            />
            <span>Must be filled in</span>
          </label>
        </fieldset>
      ))}
      <div class="form-foot">
        <button
          type="button"
          class="btn btn-outline-primary btn-sm"
          disabled={rows.length >= mostRows}
          onClick={() => setRows([...rows, emptyRow])}
        >
          Another question
        </button>
        {rows.length > 1 ? (
          <button
            type="button"
            class="btn btn-outline-primary btn-sm"
            onClick={() => setRows(rows.slice(0, -1))}
          >
            Take the last away
          </button>
        ) : null}
        <button type="submit" class="btn btn-primary btn-sm">
          Show the form
        </button>
      </div>
    </form>
  );
}

function formOf(title: string, rows: readonly Row[]): CallForm {
  return {
    form: crypto.randomUUID(),
    title: title.trim(),
    fields: rows.map(({ label, kind, required, options }, place) => ({
      name: `question-${place + 1}`,
      label: label.trim(),
      kind,
      required,
      options:
        kind === 'choice'
          ? [
              ...new Set(
                options
                  .split(',')
                  .map((each) => each.trim())
                  .filter(Boolean),
              ),
            ].slice(0, 10)
          : [],
    })),
  };
}
