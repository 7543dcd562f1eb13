import Type, { type Static } from 'typebox';
import { OfficeId } from './calls/wish.ts';
import { Timestamp } from './names.ts';

/**
 * What a user of the hub may do. An admin looks after the fleet and the users; an operator answers calls; a
 * supervisor answers calls too, sees every queue, and may listen to a call with everybody in it told.
 */
export const userRoles = ['admin', 'operator', 'supervisor'] as const;
export type UserRole = (typeof userRoles)[number];

const closed = { additionalProperties: false } as const;

/** Begins with a letter; it is shown to colleagues. */
export const UserName = Type.String({ pattern: '^[a-z][a-z0-9._-]{1,39}$' });
/** Long rather than complicated (NIST SP 800-63B, 5.1.1). */
const Password = Type.String({ minLength: 12, maxLength: 200 });

/** For which offices somebody may be at the desk; null for every office. */
export const UserOffices = Type.Union([
  Type.Array(OfficeId, { minItems: 1, maxItems: 100, uniqueItems: true }),
  Type.Null(),
]);
export type UserOffices = Static<typeof UserOffices>;

export const UserRequest = Type.Object(
  {
    name: UserName,
    role: Type.Enum([...userRoles]),
    password: Password,
    /** For operators and supervisors; every office where it is left out. */
    offices: Type.Optional(UserOffices),
  },
  closed,
);
export const UserOfficesRequest = Type.Object({ offices: UserOffices }, closed);
export const PasswordRequest = Type.Object({ password: Password }, closed);

export const User = Type.Object(
  { name: Type.String(), role: Type.Enum([...userRoles]), made: Timestamp, offices: UserOffices },
  closed,
);
export type User = Static<typeof User>;
export const UserList = Type.Object({ users: Type.Array(User) }, closed);
