import { createHash, randomBytes } from 'node:crypto';
import type { Static } from 'typebox';
import { failure, type Result, type SignedIn, success } from '../../protocol/index.ts';
import type { Store } from '../store/index.ts';
import { hashPassword, passwordMatches } from './passwords.ts';
import type { SessionView } from './types.ts';

const sessionMs = 12 * 3_600_000;

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
      return await db
        .selectFrom('sessions')
        .innerJoin('users', 'users.id', 'sessions.user_id')
        .select(['users.name', 'users.role', 'sessions.expires'])
        .where('token_hash', '=', hashOf(token))
        .where('expires', '>', new Date(now()).toISOString())
        .executeTakeFirst();
    },

    async signOut(token) {
      await db.deleteFrom('sessions').where('token_hash', '=', hashOf(token)).execute();
    },
  };
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
