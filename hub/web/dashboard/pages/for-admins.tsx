import type { UserRole } from '../../../../protocol/index.ts';

export interface ForAdminsProps {
  name: string;
  role: UserRole;
  onSignOut(): void;
}

/** What somebody sees who is signed in and does not look after the fleet. */
export function ForAdmins({ name, role, onSignOut }: ForAdminsProps) {
  return (
    <main class="splash">
      <h1>This page is for admins</h1>
      <p>
        You are signed in as {name}, {role === 'operator' ? 'an operator' : 'a supervisor'}. The fleet is
        looked after by admins; calls are taken at the desk.
      </p>
      <a class="btn btn-primary" href="/desk/">
        To the desk
      </a>
      <button type="button" class="btn btn-outline-primary" onClick={onSignOut}>
        Sign out
      </button>
    </main>
  );
}
