export interface NotForAdminsProps {
  name: string;
  onSignOut(): void;
}

/** What an admin sees here: whoever looks after the fleet does not hear citizens. */
export function NotForAdmins({ name, onSignOut }: NotForAdminsProps) {
  return (
    <main class="splash">
      <h1>The desk is for operators</h1>
      <p>
        You are signed in as {name}, an admin. Calls are taken by operators and watched over by supervisors:{' '}
        <code>totem user new NAME --role operator</code> makes one.
      </p>
      <p class="splash-actions">
        <a class="btn btn-outline-primary" href="/">
          To the fleet
        </a>
        <button type="button" class="btn btn-primary" onClick={onSignOut}>
          Sign out
        </button>
      </p>
    </main>
  );
}
