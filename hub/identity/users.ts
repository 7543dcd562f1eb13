import { createHash, randomBytes } from 'node:crypto';
import type { Static } from 'typebox';
import {
  failure,
  type Result,
  type SignedIn,
  success,
  type User,
  UserOffices,
  type UserRequest,
} from '../../protocol/index.ts';
import { jsonColumn, type Store } from '../store/index.ts';
import { hashPassword, passwordMatches } from './passwords.ts';
import type { SessionView } from './types.ts';

const sessionMs = 12 * 3_600_000;
const readOffices = jsonColumn('users.offices', UserOffices);

export interface Users {
  /**
   * Makes the user `admin` when there is no user at all. `announce` is given the password before the user
   * exists: a crash in between leaves a note of a password that is replaced, never a user nobody can sign in as.
   */
  ensureAdmin(
    password: string | undefined,
    announce: (generated: string) => Promise<void>,
  ): Promise<{ made: boolean }>;
  signIn(name: string, password: string): Promise<Result<Static<typeof SignedIn>>>;
  session(token: string): Promise<SessionView | undefined>;
  signOut(token: string): Promise<void>;
  listUsers(): Promise<User[]>;
  addUser(request: Static<typeof UserRequest>): Promise<Result<User>>;
  removeUser(name: string): Promise<Result<null>>;
  allowOffices(name: string, offices: UserOffices): Promise<Result<User>>;
  changePassword(name: string, password: string): Promise<Result<null>>;
}

export function usersOf({ db }: Store, now: () => number): Users {
  // Something to compare with when the name is unknown, so that an answer takes as long as for a known one.
  let decoy: Promise<string> | undefined;

  return {
    async ensureAdmin(password, announce) {
      const someone = await db.selectFrom('users').select('id').limit(1).executeTakeFirst();
      if (someone) return { made: false };
      const chosen = password ?? randomBytes(15).toString('base64url');
      if (password === undefined) await announce(chosen);
      const row = { name: 'admin', role: 'admin' as const, made: new Date(now()).toISOString() };
      await db
        .insertInto('users')
        .values({ ...row, password: await hashPassword(chosen) })
        .execute();
      return { made: true };
    },

    async signIn(name, password) {
      const user = await db.selectFrom('users').selectAll().where('name', '=', name).executeTakeFirst();
      decoy ??= hashPassword(randomBytes(16).toString('hex'));
      const matches = await passwordMatches(password, user?.password ?? (await decoy));
      if (!user || !matches) return failure('unauthenticated', 'the name or the password is wrong');
      const token = randomBytes(32).toString('base64url');
      const moment = new Date(now()).toISOString();
      const expires = new Date(now() + sessionMs).toISOString();
      await db.deleteFrom('sessions').where('expires', '<=', moment).execute();
      await db
        .insertInto('sessions')
        .values({ token_hash: hashOf(token), user_id: user.id, made: moment, expires })
        .execute();
      return success({ name: user.name, role: user.role, token, expires });
    },

    async session(token) {
      const row = await db
        .selectFrom('sessions')
        .innerJoin('users', 'users.id', 'sessions.user_id')
        .select(['users.name', 'users.role', 'users.offices', 'sessions.expires'])
        .where('token_hash', '=', hashOf(token))
        .where('expires', '>', new Date(now()).toISOString())
        .executeTakeFirst();
      return row && withOffices(row);
    },

    async signOut(token) {
      await db.deleteFrom('sessions').where('token_hash', '=', hashOf(token)).execute();
    },

    async listUsers() {
      const rows = await db.selectFrom('users').select(shown).orderBy('name').execute();
      return rows.map(withOffices);
    },

    async addUser({ name, role, password, offices = null }) {
      if (role === 'admin' && offices !== null) return noDesk;
      const made = new Date(now()).toISOString();
      const row = { name, role, made, offices: textOf(offices), password: await hashPassword(password) };
      const added = await db
        .insertInto('users')
        .values(row)
        .onConflict((conflict) => conflict.column('name').doNothing())
        .returning('id')
        .executeTakeFirst();
      return added
        ? success({ name, role, made, offices })
        : failure('conflict', `there is a user ${name} already`, '/name');
    },

    async removeUser(name) {
      return await db.transaction().execute(async (transaction) => {
        const users = await transaction.selectFrom('users').select(['id', 'name', 'role']).execute();
        const user = users.find((each) => each.name === name);
        if (!user) return failure('not_found', `there is no user ${name}`);
        const admins = users.filter(({ role }) => role === 'admin');
        if (user.role === 'admin' && admins.length === 1) {
          return failure('conflict', 'the last admin stays: make another one first');
        }
        await transaction.deleteFrom('sessions').where('user_id', '=', user.id).execute();
        await transaction.deleteFrom('users').where('id', '=', user.id).execute();
        return success(null);
      });
    },

    async allowOffices(name, offices) {
      const user = await db.selectFrom('users').select(shown).where('name', '=', name).executeTakeFirst();
      if (!user) return failure('not_found', `there is no user ${name}`);
      if (user.role === 'admin') return noDesk;
      await db
        .updateTable('users')
        .set({ offices: textOf(offices) })
        .where('name', '=', name)
        .execute();
      return success({ ...user, offices });
    },

    async changePassword(name, password) {
      const changed = await db
        .updateTable('users')
        .set({ password: await hashPassword(password) })
        .where('name', '=', name)
        .returning('id')
        .executeTakeFirst();
      if (!changed) return failure('not_found', `there is no user ${name}`);
      await db.deleteFrom('sessions').where('user_id', '=', changed.id).execute();
      return success(null);
    },
  };
}

const shown = ['name', 'role', 'made', 'offices'] as const;
const noDesk = failure('conflict', 'an admin has no desk, and so no offices', '/offices');

function textOf(offices: UserOffices): string | null {
  return offices === null ? null : JSON.stringify(offices);
}

function withOffices<Row extends { offices: string | null }>(
  row: Row,
): Omit<Row, 'offices'> & { offices: UserOffices } {
  return { ...row, offices: row.offices === null ? null : readOffices(row.offices) };
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
