import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { UserRole } from '../../../protocol/index.ts';
import { adviceOn } from '../dashboard/shared.ts';
import type { SessionApi } from './api.ts';
import { SignIn, type SignInWords } from './sign-in.tsx';

type Session =
  | { state: 'unknown' }
  | { state: 'unreachable'; advice: string }
  | { state: 'out'; ended: boolean }
  | { state: 'in'; name: string; role: UserRole };

export interface SignedInAs<Api> {
  api: Api;
  name: string;
  role: UserRole;
  onSignOut(): void;
}

export interface GateProps<Api extends SessionApi> {
  words: SignInWords;
  /** Told of a request that the hub refuses because nobody is signed in. */
  createApi(onUnauthenticated: () => void): Api;
  /** The page of somebody who is signed in. */
  children(signedIn: SignedInAs<Api>): ComponentChildren;
}

/** Who is signed in decides what is shown; the address stays, so that signing in leads back to it. */
export function Gate<Api extends SessionApi>({ words, createApi, children }: GateProps<Api>) {
  const [session, setSession] = useState<Session>({ state: 'unknown' });
  const api = useMemo(
    () => createApi(() => setSession((now) => (now.state === 'in' ? { state: 'out', ended: true } : now))),
    [createApi],
  );
  const ask = useCallback(async () => {
    const answer = await api.session();
    if (answer.ok) setSession({ state: 'in', ...answer.value });
    else if (answer.error.code === 'unauthenticated') setSession({ state: 'out', ended: false });
    else setSession({ state: 'unreachable', advice: adviceOn(answer.error) });
  }, [api]);
  useEffect(() => void ask(), [ask]);

  async function signOut(): Promise<void> {
    setSession({ state: 'out', ended: false });
    await api.signOut();
  }

  switch (session.state) {
    case 'unknown':
      return <div class="splash" aria-busy="true" />;
    case 'unreachable':
      return (
        <main class="splash">
          <h1>The hub does not answer</h1>
          <p>{session.advice}</p>
          <button type="button" class="btn btn-primary" onClick={ask}>
            Try again
          </button>
        </main>
      );
    case 'out':
      return (
        <SignIn
          api={api}
          words={words}
          ended={session.ended}
          onSignedIn={(name, role) => setSession({ state: 'in', name, role })}
        />
      );
    case 'in':
      return <>{children({ api, name: session.name, role: session.role, onSignOut: signOut })}</>;
  }
}
