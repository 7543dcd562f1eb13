import { useCallback, useEffect, useState } from 'preact/hooks';
import { adviceOn } from './api/advice.ts';
import type { Api } from './api/client.ts';
import { SignedInApp } from './desk.tsx';
import { SignIn } from './pages/sign-in.tsx';

type Session =
  | { state: 'unknown' }
  | { state: 'unreachable'; advice: string }
  | { state: 'out'; ended: boolean }
  | { state: 'in'; name: string };

/** Who is signed in decides what is shown; the address stays, so that signing in leads back to it. */
export function App({ api }: { api: Api }) {
  const [session, setSession] = useState<Session>({ state: 'unknown' });

  const ask = useCallback(async () => {
    const answer = await api.session();
    if (answer.ok) setSession({ state: 'in', name: answer.value.name });
    else if (answer.error.code === 'unauthenticated') setSession({ state: 'out', ended: false });
    else setSession({ state: 'unreachable', advice: adviceOn(answer.error) });
  }, [api]);
  useEffect(() => void ask(), [ask]);

  const onSignedOut = useCallback(() => setSession({ state: 'out', ended: true }), []);
  async function signOut(): Promise<void> {
    await api.signOut();
    setSession({ state: 'out', ended: false });
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
        <SignIn api={api} ended={session.ended} onSignedIn={(name) => setSession({ state: 'in', name })} />
      );
    case 'in':
      return <SignedInApp api={api} name={session.name} onSignedOut={onSignedOut} onSignOut={signOut} />;
  }
}
