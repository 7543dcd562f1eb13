import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import Type, { type Static } from 'typebox';
import { writeDurably } from '../protocol/durable.ts';
import { jsonValidatorOf } from '../protocol/index.ts';

/** Who answers calls in the demonstration. */
const Person = Type.Object({
  name: Type.String(),
  role: Type.Enum(['operator', 'supervisor']),
  password: Type.String(),
});
export type Person = Static<typeof Person>;

const People = Type.Object({ version: Type.Literal(1), people: Type.Array(Person) });
const parse = jsonValidatorOf(People, 16 * 1024);

const roles = [
  ['anna', 'operator'],
  ['marco', 'operator'],
  ['giulia', 'supervisor'],
] as const;

/** The people of earlier starts from their file, or new ones with new passwords, kept in it (mode 0600). */
export async function peopleIn(path: string): Promise<readonly Person[]> {
  const known = existsSync(path) ? parse(await readFile(path)) : undefined;
  if (known?.ok) return known.value.people;
  const people = roles.map(([name, role]) => ({
    name,
    role,
    password: randomBytes(12).toString('base64url'),
  }));
  await writeDurably(path, `${JSON.stringify({ version: 1, people })}\n`, 0o600);
  return people;
}
