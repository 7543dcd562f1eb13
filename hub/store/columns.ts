import Type, { type Static, type TSchema } from 'typebox';
import { GroupName, jsonValidatorOf } from '../../protocol/index.ts';

/**
 * Reads a column that holds JSON. What does not have its shape means a damaged store or one of a newer hub, and
 * ends the operation with an error that names the column.
 */
export function jsonColumn<Schema extends TSchema>(
  column: string,
  schema: Schema,
): (text: string) => Static<Schema> {
  const parse = jsonValidatorOf(schema, Number.POSITIVE_INFINITY);
  return (text) => {
    const parsed = parse(text);
    if (!parsed.ok) throw new Error(`column ${column} of the store: ${parsed.error.message}`);
    return parsed.value;
  };
}

/** Groups of a totem or of an enrolment token. */
export const groupsColumn = jsonColumn('groups', Type.Array(GroupName));
