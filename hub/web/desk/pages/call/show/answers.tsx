import type { CallForm } from '../../../../../../protocol/calls/form.ts';
import type { CallView } from '../../../../call/index.ts';

/** What the citizen filled in, for as long as the form is shown: it is kept nowhere. */
export function Answers({ form, filled }: { form: CallForm; filled: CallView['filled'] }) {
  const answers = filled?.form === form.form ? filled.answers : null;
  return (
    <section class="answers" aria-labelledby="answers-title">
      <h2 id="answers-title">Answers</h2>
      <p role="status" class="quiet">
        {answers ? 'The citizen has sent it. Nothing of it is kept.' : 'The citizen is filling it in.'}
      </p>
      {answers ? (
        <dl class="rows">
          {form.fields.map(({ name, label }) => (
            <div key={name}>
              <dt>{label}</dt>
              <dd>{answers.find((each) => each.name === name)?.value ?? '–'}</dd>
            </div>
          ))}
        </dl>
      ) : null}
    </section>
  );
}
