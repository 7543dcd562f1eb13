import Type, { type Static } from 'typebox';
import { failure, type Result, success } from '../errors.ts';

const closed = { additionalProperties: false } as const;

/** What a field takes; `date` is a day, `YYYY-MM-DD`. */
export const formFieldKinds = ['text', 'phone', 'date', 'choice'] as const;
const FieldName = Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' });
const maximumAnswerCharacters = 300;

const FormField = Type.Object(
  {
    name: FieldName,
    label: Type.String({ minLength: 1, maxLength: 120 }),
    kind: Type.Enum([...formFieldKinds]),
    required: Type.Boolean({ default: false }),
    /** What a `choice` is made of; empty for the other kinds. */
    options: Type.Array(Type.String({ minLength: 1, maxLength: 120 }), {
      maxItems: 10,
      uniqueItems: true,
      default: [],
    }),
  },
  closed,
);

/** A short form that an operator puts on the citizen's screen. What is answered is nowhere kept. */
export const CallForm = Type.Object(
  {
    /** Made by the desk: answers to another form, or to one that was taken away, are refused. */
    form: Type.String({ format: 'uuid' }),
    title: Type.String({ minLength: 1, maxLength: 120 }),
    fields: Type.Array(FormField, { minItems: 1, maxItems: 8 }),
  },
  closed,
);
export type CallForm = Static<typeof CallForm>;

/** What a citizen answered; a field that was left empty is left out. */
export const FormAnswers = Type.Array(
  Type.Object({ name: FieldName, value: Type.String({ maxLength: maximumAnswerCharacters }) }, closed),
  { maxItems: 8 },
);
export type FormAnswers = Static<typeof FormAnswers>;

/** Digits, as people write telephone numbers: E.164 allows 15, extensions of some offices have 3. */
const phoneNumber = /^\+?\d(?:[ ./-]?\d){2,17}$/;

/** Whether a form can be answered at all: no field twice, and a choice has something to choose from. */
export function checkForm({ fields }: CallForm): Result<null> {
  for (const [place, { name, kind, options }] of fields.entries()) {
    const at = `/share/fields/${place}`;
    if (fields.findIndex((field) => field.name === name) !== place) {
      return failure('invalid', `there are two fields with the name ${name}`, `${at}/name`);
    }
    if ((kind === 'choice') !== options.length > 1) {
      return failure('invalid', 'a choice has at least two options, the other kinds none', `${at}/options`);
    }
  }
  return success(null);
}

/** Checks answers against their form. Refusals name the field and never repeat what was answered. */
export function checkAnswers({ fields }: CallForm, answers: FormAnswers): Result<null> {
  const strange = answers.findIndex(
    ({ name }, place) =>
      !fields.some((field) => field.name === name) ||
      answers.findIndex((each) => each.name === name) !== place,
  );
  if (strange >= 0) return failure('invalid', 'the form has no such field', `/answers/${strange}/name`);
  for (const field of fields) {
    const place = answers.findIndex(({ name }) => name === field.name);
    const value = answers[place]?.value.trim() ?? '';
    if (value === '') {
      if (field.required) return failure('invalid', `the field ${field.name} must be filled in`, '/answers');
    } else if (!fits(field, value)) {
      return failure('invalid', `the field ${field.name} takes a ${field.kind}`, `/answers/${place}/value`);
    }
  }
  return success(null);
}

function fits({ kind, options }: CallForm['fields'][number], value: string): boolean {
  switch (kind) {
    case 'text':
      return !/\p{Cc}/u.test(value);
    case 'phone':
      return phoneNumber.test(value);
    case 'date':
      return isDay(value);
    case 'choice':
      return options.includes(value);
  }
}

function isDay(text: string): boolean {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
