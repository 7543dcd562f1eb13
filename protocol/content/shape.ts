import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { Static, TSchema } from 'typebox';
import type { Report } from './problems.ts';
import type { PositionedYaml } from './yaml.ts';

// Unlike at the network's borders every mistake is wanted at once: an editor reads them, and the work is
// bounded by the size of a text file.
const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true, verbose: true });
addFormats.default(ajv);

/** Checks what YAML held against a schema and reports every mistake with its line. */
export type ShapeCheck<Value> = (yaml: PositionedYaml, file: string, report: Report) => Value | undefined;

/** Compiles a check once; keep it in a module constant. */
export function shapeCheckOf<Schema extends TSchema>(schema: Schema): ShapeCheck<Static<Schema>> {
  const check: ValidateFunction<Static<Schema>> = ajv.compile<Static<Schema>>(schema);
  return (yaml, file, report) => {
    const { value } = yaml;
    if (check(value)) return value;
    for (const error of check.errors ?? []) {
      const path = pathOf(error);
      report(file, yaml.lineOf(path), messageOf(error), pointerOf(path));
    }
    return undefined;
  };
}

function pathOf(error: ErrorObject): string[] {
  const parts = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (error.keyword === 'additionalProperties') parts.push(String(error.params.additionalProperty));
  if (error.keyword === 'required') parts.push(String(error.params.missingProperty));
  return parts;
}

/** JSON pointer (RFC 6901) of a path. */
export function pointerOf(path: readonly string[]): string {
  return path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function messageOf(error: ErrorObject): string {
  const name = pathOf(error).join('.') || 'this file';
  const wanted: unknown = error.parentSchema?.description;
  const hint = typeof wanted === 'string' ? `: expected ${wanted}` : '';
  switch (error.keyword) {
    case 'additionalProperties':
      return `${name} is not a known key: ${knownKeys(error)}`;
    case 'required':
      return `${name} is missing: ${missingHint(error)}`;
    case 'type':
      return error.data === null || error.data === undefined
        ? `${name} is empty${hint}`
        : `${name} must be ${typeInWords(error.params.type)}, not ${kindOf(error.data)}${typeHint(error)}`;
    case 'const':
      return `${name} must be ${String(error.params.allowedValue)}`;
    case 'minLength':
      return `${name} is empty${hint}`;
    case 'maxLength':
      return `${name} is too long: at most ${error.params.limit} characters`;
    case 'minItems':
      return `${name} needs at least ${error.params.limit}`;
    case 'maxItems':
      return `${name} has too many: at most ${error.params.limit}`;
    case 'uniqueItems':
      return `${name} names the same thing twice (numbers ${Number(error.params.j) + 1} and ${Number(error.params.i) + 1})`;
    default:
      return `${name} does not fit${hint || `: ${error.message ?? 'see docs/content.md'}`}`;
  }
}

function knownKeys(error: ErrorObject): string {
  const known: unknown = error.parentSchema?.properties;
  if (typeof known === 'object' && known !== null) {
    return `remove it, or use one of ${Object.keys(known).join(', ')}`;
  }
  return 'use language tags such as it or en';
}

function missingHint(error: ErrorObject): string {
  const known: unknown = error.parentSchema?.properties;
  const description = descriptionOf(known, String(error.params.missingProperty));
  return description ? `add it (${description})` : 'add it';
}

function descriptionOf(properties: unknown, key: string): string | undefined {
  if (typeof properties !== 'object' || properties === null) return undefined;
  const schema = Object.entries(properties).find(([name]) => name === key)?.[1];
  const description: unknown = schema?.description;
  return typeof description === 'string' ? description : undefined;
}

function typeInWords(type: unknown): string {
  const wanted = Array.isArray(type) ? type[0] : type;
  const words: Record<string, string> = {
    string: 'text',
    number: 'a number',
    array: 'a list (lines that start with "- ")',
    object: 'keys with values',
  };
  return words[String(wanted)] ?? String(wanted);
}

function typeHint(error: ErrorObject): string {
  const wanted: unknown = Array.isArray(error.params.type) ? error.params.type[0] : error.params.type;
  const scalar = typeof error.data === 'number' || typeof error.data === 'boolean';
  return wanted === 'string' && scalar ? ': put quotes around it' : '';
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'keys with values';
  return typeof value === 'string' ? 'text' : typeof value === 'number' ? 'a number' : 'yes or no';
}
