import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { UserRole } from '../../../protocol/index.ts';
import { Alert, adviceOn, BrandMark, Field, Note } from '../dashboard/shared.ts';
import type { SessionApi } from './api.ts';

/** What the page says of itself. */
export interface SignInWords {
  title: string;
  name: string;
  claim: string;
  people: string;
  help: ComponentChildren;
}

export interface SignInProps {
  api: Pick<SessionApi, 'signIn'>;
  words: SignInWords;
  /** Whether a session ended by itself, so that the page says why it is here. */
  ended: boolean;
  onSignedIn(name: string, role: UserRole): void;
}

export function SignIn({ api, words, ended, onSignedIn }: SignInProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const password = useRef<HTMLInputElement>(null);
  useEffect(() => {
    document.title = words.title;
  }, [words.title]);

  async function submit(event: SubmitEvent & { currentTarget: HTMLFormElement }): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(null);
    const answer = await api.signIn(String(form.get('name')), String(form.get('password')));
    setBusy(false);
    if (answer.ok) {
      onSignedIn(answer.value.name, answer.value.role);
      return;
    }
    const wrong = answer.error.code === 'unauthenticated' || answer.error.code === 'forbidden';
    setProblem(wrong ? 'Name or password is wrong. Check both and try again.' : adviceOn(answer.error));
    password.current?.focus();
    password.current?.select();
  }

  return (
    <main class="sign-in">
      <div class="sign-in-brand">
        <BrandMark />
        <p class="sign-in-name">{words.name}</p>
        <p class="sign-in-claim">{words.claim}</p>
      </div>
      <div class="sign-in-side">
        <form class="sign-in-form" onSubmit={submit}>
          <h1>Sign in</h1>
          <p class="quiet">{words.people}</p>
          {ended ? <Note>Your session has ended. Sign in to go on where you were.</Note> : null}
          {problem ? <Alert>{problem}</Alert> : null}
          <Field label="Name">
            {(attributes) => (
              <input
                {...attributes}
                class="form-control"
                name="name"
                autocomplete="username"
                required
                maxLength={80}
              />
            )}
          </Field>
          <Field label="Password">
            {(attributes) => (
              <input
                {...attributes}
                ref={password}
                class="form-control"
                name="password"
                type="password"
                autocomplete="current-password"
                required
                maxLength={200}
              />
            )}
          </Field>
          <button type="submit" class="btn btn-primary btn-wide" disabled={busy}>
            {busy ? 'Signing in…' : 'Sign in'}
          </button>
          <p class="sign-in-help">{words.help}</p>
        </form>
      </div>
    </main>
  );
}
