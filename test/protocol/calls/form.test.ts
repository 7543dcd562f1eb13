import test from 'ava';
import fc from 'fast-check';
import {
  type CallForm,
  CallShare,
  checkAnswers,
  checkForm,
  FormAnswers,
} from '../../../protocol/calls/index.ts';
import { validatorOf } from '../../../protocol/index.ts';

const form: CallForm = {
  form: '5b5a4a4e-8f0a-4d8e-9d55-3a5f3f3f3f3f',
  title: 'Carta d’identità',
  fields: [
    { name: 'name', label: 'Nome', kind: 'text', required: true, options: [] },
    { name: 'phone', label: 'Telefono', kind: 'phone', required: false, options: [] },
    { name: 'day', label: 'Giorno', kind: 'date', required: false, options: [] },
    { name: 'where', label: 'Sede', kind: 'choice', required: false, options: ['Rho', 'Legnano'] },
  ],
};
const answer = (name: string, value: string) =>
  checkAnswers(form, [
    { name: 'name', value: 'Ada' },
    { name, value },
  ]);

test('answers fit their fields, or the field is named', (t) => {
  t.true(checkAnswers(form, [{ name: 'name', value: 'Ada' }]).ok);
  const missing = checkAnswers(form, [{ name: 'name', value: '  ' }]);
  t.like(missing, { ok: false, error: { field: '/answers' } });
  for (const phone of ['02 7740 1', '+39 335-123.4567', '112']) t.true(answer('phone', phone).ok, phone);
  for (const phone of ['02 77x', '+', '1', '++39 335', '1'.repeat(30)])
    t.false(answer('phone', phone).ok, phone);
  t.true(answer('day', '2028-02-29').ok);
  for (const day of ['2026-02-29', '2026-13-01', '01/02/2026', '2026-1-1'])
    t.false(answer('day', day).ok, day);
  t.true(answer('where', 'Rho').ok);
  t.like(answer('where', 'Milano'), { error: { field: '/answers/1/value' } });
  t.like(answer('other', 'x'), { error: { field: '/answers/1/name' } });
  t.like(answer('name', 'Eva'), { error: { field: '/answers/1/name' } }, 'answered twice');
});

test('a refusal never repeats what a citizen wrote', (t) => {
  const read = validatorOf(FormAnswers);
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z]{6,20}$/),
      fc.constantFrom('phone', 'day', 'where'),
      (value, name) => {
        t.true(read([{ name, value }]).ok);
        const checked = answer(name, value);
        t.false(checked.ok);
        t.false(JSON.stringify(checked).includes(value));
      },
    ),
    { numRuns: 100 },
  );
});

test('a form that nobody could answer is not shown', (t) => {
  const [first] = form.fields;
  const with_ = (more: object) => ({ ...form, fields: [{ ...first, ...more }] }) as CallForm;
  t.true(checkForm(form).ok);
  t.like(checkForm(with_({ kind: 'choice' })), { error: { field: '/share/fields/0/options' } });
  t.like(checkForm(with_({ options: ['a', 'b'] })), { error: { field: '/share/fields/0/options' } });
  t.like(checkForm({ ...form, fields: [...form.fields, ...form.fields].slice(0, 8) }), {
    error: { field: '/share/fields/4/name' },
  });
});

test('defaults are filled in where a form is read', (t) => {
  const read = validatorOf(CallShare);
  const share = read({
    kind: 'form',
    form: form.form,
    title: 'T',
    fields: [{ name: 'a', label: 'A', kind: 'text' }],
  });
  t.true(share.ok, JSON.stringify(share));
  t.like(share, { value: { fields: { 0: { required: false, options: [] } } } });
  const appointment = {
    kind: 'appointment',
    office: 'urp',
    title: 'URP',
    at: '2026-12-01T09:00:00Z',
    code: 'A7-42',
  };
  t.like(read(appointment), { ok: true, value: { place: '', note: '' } });
  t.false(read({ ...appointment, code: 'a code' }).ok);
});
