import type { Static } from 'typebox';
import type { CurrentSession, SignedIn } from '../../../protocol/api.ts';
import type { Answer } from '../dashboard/shared.ts';

/** What the sign-in asks of the hub. */
export interface SessionApi {
  session(): Answer<Static<typeof CurrentSession>>;
  signIn(name: string, password: string): Answer<Static<typeof SignedIn>>;
  signOut(): Answer<null>;
}
