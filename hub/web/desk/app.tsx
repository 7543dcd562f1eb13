import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { UserRole } from '../../../protocol/index.ts';
import { adviceOn } from '../dashboard/shared.ts';
import { createApi } from './api.ts';
import { SignedIn } from './desk.tsx';
import { NotForAdmins } from './pages/not-for-admins.tsx';
import { SignIn } from './pages/sign-in.tsx';

type Session =
  | { state: 'unknown' }
  | { state: 'unreachable'; advice: string }
  | { state: 'out'; ended: boolean }
  | { state: 'in'; name: string; role: UserRole };

/** Who is signed in decides what is shown. */
export function App() {
  const [session, setSession] = useState<Session>({ state: 'unknown' });
  const api = useMemo(
    () => createApi(() => setSession((now) => (now.state === 'in' ? { state: 'out', ended: true } : now))),
    [],
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
          ended={session.ended}
          onSignedIn={(name, role) => setSession({ state: 'in', name, role })}
        />
      );
    case 'in':
      if (session.role === 'admin') return <NotForAdmins name={session.name} onSignOut={signOut} />;
      return <SignedIn api={api} name={session.name} onSignOut={signOut} />;
  }
}
