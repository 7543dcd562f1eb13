import { useState } from 'preact/hooks';
import type { CallForm } from '../../../../protocol/calls/form.ts';
import { useShown } from './context.ts';
import { Icon } from './Icon.tsx';

type Field = CallForm['fields'][number];

/** A short form of the operator's. Its answers go to the operator and are nowhere kept, here neither. */
export function Form({ form }: { form: CallForm }) {
  const { state, portal, words } = useShown();
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  if (state.call?.delivered === form.form) {
    return (
      <p class="done" role="status">
        <Icon name="check" /> {words('formSent')}
      </p>
    );
  }
  return (
    <form
      class="fields"
      onSubmit={(event) => {
        event.preventDefault();
        portal.fill(
          form.form,
          form.fields.flatMap(({ name }) => {
            const value = (values[name] ?? '').trim();
            return value === '' ? [] : [{ name, value }];
          }),
        );
      }}
    >
      <h3>{form.title}</h3>
      {form.fields.map((field) => (
        <FormField
          key={field.name}
          field={field}
          value={values[field.name] ?? ''}
          onValue={(value) => setValues({ ...values, [field.name]: value })}
        />
      ))}
      <p class="quiet">{words('formText')}</p>
      {state.call?.problem?.code === 'invalid' && (
        <p class="note bad" role="alert">
          {words('formWrong')}
        </p>
      )}
      <button type="submit" class="main">
        {words('formSend')}
      </button>
    </form>
  );
}

interface FormFieldProps {
  field: Field;
  value: string;
  onValue(value: string): void;
}

function FormField({ field, value, onValue }: FormFieldProps) {
  const { name, label, kind, required, options } = field;
  const id = `form-${name}`;
  return (
    <div class="field">
      <label for={id} dir="auto">
        {label}
        {required && <b aria-hidden="true"> *</b>}
      </label>
      {kind === 'choice' ? (
        <select
          id={id}
          value={value}
          required={required}
          onChange={({ currentTarget }) => onValue(currentTarget.value)}
        >
          <option value="" />
          {options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      ) : (
        <Entry id={id} kind={kind} value={value} required={required} onValue={onValue} />
      )}
    </div>
  );
}

interface EntryProps {
  id: string;
  kind: Exclude<Field['kind'], 'choice'>;
  value: string;
  required: boolean;
  onValue(value: string): void;
}

const longest = 300;

function Entry({ kind, onValue, ...rest }: EntryProps) {
  const common = {
    ...rest,
    maxLength: longest,
    onInput: ({ currentTarget }: { currentTarget: HTMLInputElement }) => onValue(currentTarget.value),
  };
  switch (kind) {
    case 'text':
      return <input type="text" dir="auto" {...common} />;
    case 'phone':
      return <input type="tel" dir="ltr" {...common} />;
    case 'date':
      return <input type="date" {...common} />;
  }
}
