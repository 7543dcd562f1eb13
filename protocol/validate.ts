import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { Static, TSchema } from 'typebox';
import { failure, type Result, success } from './errors.ts';

// `allErrors` stays off: the first wrong field is what the sender needs, and the work for a hostile
// message stays bounded. `strict` stays on to catch mistakes in our own schemas.
const rules = {
  strict: true,
  strictTypes: false,
  strictRequired: false,
  allErrors: false,
  useDefaults: true,
  discriminator: true,
} as const;
const ajv = new Ajv(rules);
addFormats.default(ajv);
const textAjv = new Ajv({ ...rules, coerceTypes: true });
addFormats.default(textAjv);

/** Checks a value of unknown origin against a schema. Defaults named in the schema are filled in. */
export type Validator<Value> = (value: unknown) => Result<Value>;

/**
 * Makes a validator, to be kept in a module constant. It is compiled at its first use: a program that needs
 * three of them should not wait for all. The error's `field` is a JSON pointer.
 */
export function validatorOf<Schema extends TSchema>(schema: Schema): Validator<Static<Schema>> {
  return resultsOf(() => ajv.compile<Static<Schema>>(schema));
}

/** Like `validatorOf` for parameters of a URL, which are text: numbers and booleans are read from it. */
export function textValidatorOf<Schema extends TSchema>(schema: Schema): Validator<Static<Schema>> {
  return resultsOf(() => textAjv.compile<Static<Schema>>(schema));
}

function resultsOf<Value>(compile: () => ValidateFunction<Value>): Validator<Value> {
  let check: ValidateFunction<Value> | undefined;
  return (value) => {
    check ??= compile();
    if (check(value)) return success(value);
    return refusal(check.errors?.[0]);
  };
}

/** Parses JSON bytes and validates them; malformed JSON is refused like any other wrong shape. */
export function jsonValidatorOf<Schema extends TSchema>(
  schema: Schema,
  maximumBytes: number,
): (bytes: Uint8Array | string) => Result<Static<Schema>> {
  const validate = validatorOf(schema);
  return (bytes) => {
    if (bytes.length > maximumBytes) {
      return failure('too_large', `${bytes.length} bytes, where at most ${maximumBytes} are taken`);
    }
    let parsed: unknown;
    try {
      parsed = JSON.parse(typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes));
    } catch {
      return failure('invalid', 'not valid JSON', '/');
    }
    return validate(parsed);
  };
}

function refusal(error: ErrorObject | undefined): {
  ok: false;
  error: { code: 'invalid'; message: string; field: string };
} {
  const unknownKey =
    error?.keyword === 'additionalProperties' ? `/${String(error.params.additionalProperty)}` : '';
  const missingKey = error?.keyword === 'required' ? `/${String(error.params.missingProperty)}` : '';
  const field = `${error?.instancePath ?? ''}${unknownKey}${missingKey}` || '/';
  const allowed =
    error?.keyword === 'enum' ? `: ${(error.params.allowedValues as unknown[]).join(', ')}` : '';
  const reason = unknownKey
    ? 'is not a known key'
    : missingKey
      ? 'is missing'
      : `${error?.message ?? 'is wrong'}${allowed}`;
  return { ok: false, error: { code: 'invalid', message: `${field} ${reason}`, field } };
}
