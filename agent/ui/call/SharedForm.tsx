import { Field, Keyboard, type KeyboardKind } from '../keyboard/index.ts';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { Scroller } from '../parts/Scroller.tsx';
import { type FormField, wrongIn } from './form.ts';
import type { CallForm, CallView } from './types.ts';
import { useCall } from './use.ts';

/** A short form that the operator asks to be filled in. What is answered goes to them, and stays nowhere here. */
export function SharedForm({ form, view }: { form: CallForm; view: CallView }) {
  const { words } = useScreen();
  const calling = useCall();
  const { typed, form: step } = calling.call();
  const sent = step === 'sent' || view.delivered === form.form;
  const wrong = step === 'wrong' ? wrongIn(form, typed) : [];
  return (
    <section class="shared" aria-labelledby="shared-title">
      <Scroller key={form.form} start={0} within>
        <div class="shared-service">
          <p class="lead">{words('call.form')}</p>
          <h2 id="shared-title" class="shared-service-title">
            <bdi>{form.title}</bdi>
          </h2>
          <p class="form-told" role="status">
            {sent && (
              <span class="with-icon">
                <Icon name="done" />
                <span>{words('call.formSent')}</span>
              </span>
            )}
            {wrong.length > 0 && (
              <span class="with-icon form-wrong">
                <Icon name="warning" />
                <span>{words('call.formMissing')}</span>
              </span>
            )}
          </p>
          {!sent && (
            <>
              <ul class="form-fields">
                {form.fields.map((field) => (
                  <li key={field.name}>
                    <FormRow field={field} wrong={wrong.includes(field.name)} />
                  </li>
                ))}
              </ul>
              <p class="with-icon">
                <Icon name="lock" />
                <span>{words('call.formPrivacy')}</span>
              </p>
              <button type="button" class="call-control call-main" onClick={calling.sendForm}>
                <Icon name="done" />
                <span>{words('call.formSend')}</span>
              </button>
            </>
          )}
        </div>
      </Scroller>
    </section>
  );
}

function FormRow({ field, wrong }: { field: FormField; wrong: boolean }) {
  const { words } = useScreen();
  const calling = useCall();
  const { typed, field: current } = calling.call();
  const { name, label, kind, options, required } = field;
  const value = typed[name] ?? '';
  const marks = (
    <>
      {required && <span class="form-required"> ({words('call.formRequired')})</span>}
      {wrong && <Icon name="warning" />}
    </>
  );
  if (kind === 'choice') {
    return (
      // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms that are submitted
      <div role="group" aria-labelledby={`form-${name}`} class={wrong ? 'form-row form-wrong' : 'form-row'}>
        <p class="form-label" id={`form-${name}`}>
          <bdi>{label}</bdi>
          {marks}
        </p>
        <div class="tongues">
          {options.map((option) => (
            <button
              key={option}
              type="button"
              class="tongue"
              aria-pressed={value === option}
              onClick={() => calling.answer(name, value === option ? '' : option)}
            >
              <bdi>{option}</bdi>
            </button>
          ))}
        </div>
      </div>
    );
  }
  return (
    <button
      type="button"
      class={`form-row form-field${wrong ? ' form-wrong' : ''}`}
      aria-pressed={current === name}
      onClick={() => calling.atField(name)}
    >
      <span class="form-label">
        <bdi>{label}</bdi>
        {marks}
      </span>
      <span class="form-value" data-personal>
        {value === '' ? words('call.formField') : <bdi>{value}</bdi>}
      </span>
    </button>
  );
}

const boards: Record<FormField['kind'], KeyboardKind> = {
  text: 'text',
  phone: 'phone',
  date: 'number',
  choice: 'text',
};

/** The keys for the field that is written in. */
export function FormKeys({ form, view }: { form: CallForm; view: CallView }) {
  const { words } = useScreen();
  const calling = useCall();
  const { typed, field: name } = calling.call();
  const field = form.fields.find((each) => each.name === name);
  if (!field) return null;
  const value = typed[field.name] ?? '';
  const change = (text: string) => calling.answer(field.name, text);
  return (
    <section class="meeting-writing" aria-label={field.label}>
      <p class="form-hint">
        <strong>
          <bdi>{field.label}</bdi>
        </strong>{' '}
        {field.kind === 'date' && words('call.formDate')}
      </p>
      <Field value={value} onChange={change} kind={boards[field.kind]} label={field.label} limit={300} />
      <Keyboard
        key={field.name}
        kind={boards[field.kind]}
        value={value}
        onChange={change}
        onDone={() => calling.atField(null)}
        doneLabel={words('call.formNext')}
        language={view.wish.language}
        limit={300}
      />
    </section>
  );
}
