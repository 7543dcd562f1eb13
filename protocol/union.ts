import Type, { type Static, type TObject } from 'typebox';

/**
 * A union of objects told apart by one literal key (JSON Schema `oneOf` with the OpenAPI `discriminator`
 * keyword): the validator looks only at the branch that the key names, so the error names the wrong field.
 */
export function taggedUnion<const Members extends readonly TObject[]>(tag: string, members: Members) {
  return Type.Unsafe<Static<Members[number]>>({
    type: 'object',
    discriminator: { propertyName: tag },
    required: [tag],
    oneOf: [...members],
  });
}
