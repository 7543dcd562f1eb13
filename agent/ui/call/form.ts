import type { CallForm, FormAnswers } from './types.ts';

export type FormField = CallForm['fields'][number];
/** What was typed or chosen, by the field's name. */
export type Typed = Readonly<Record<string, string>>;

/** Digits, as people write telephone numbers; the same as the hub takes (`protocol/calls/form.ts`). */
const phoneNumber = /^\+?\d(?:[ ./-]?\d){2,17}$/;

/** A day as it is typed, day first: figures with anything between them. */
const typedDay = /^(\d{1,2})\D*(\d{2})\D*(\d{4})$/;

/** The answer in the form that the protocol wants; `undefined` where it is none of that kind. */
export function answerOf(
  { kind, options }: Pick<FormField, 'kind' | 'options'>,
  typed: string,
): string | undefined {
  const text = typed.trim();
  switch (kind) {
    case 'text':
      return text;
    case 'phone':
      return phoneNumber.test(text) ? text : undefined;
    case 'choice':
      return options.includes(text) ? text : undefined;
    case 'date':
      return dayOf(text);
  }
}

function dayOf(text: string): string | undefined {
  const [, day = '', month = '', year = ''] = typedDay.exec(text) ?? [];
  const written = `${year}-${month}-${day.padStart(2, '0')}`;
  const date = new Date(`${written}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(written) ? written : undefined;
}

/** Names of the fields that are missing or do not fit. */
export function wrongIn({ fields }: Pick<CallForm, 'fields'>, typed: Typed): string[] {
  return fields
    .filter((field) => {
      const text = typed[field.name]?.trim() ?? '';
      return text === '' ? field.required : answerOf(field, text) === undefined;
    })
    .map(({ name }) => name);
}

/** What is sent: a field that was left empty is left out. */
export function answersTo({ fields }: Pick<CallForm, 'fields'>, typed: Typed): FormAnswers {
  return fields.flatMap((field) => {
    const value = answerOf(field, typed[field.name] ?? '');
    return value === undefined || value === '' ? [] : [{ name: field.name, value }];
  });
}
