import { Gate } from '../session/index.ts';
import { createApi } from './api/client.ts';
import { SignedInApp } from './desk.tsx';
import { ForAdmins } from './pages/for-admins.tsx';

const words = {
  title: 'Sign in · Totem',
  name: 'Totem',
  claim: 'Every totem of the institution, its health and its screen, on one page.',
  people: 'Fleet administration',
  help: (
    <>
      First time? The hub wrote the password of <code>admin</code> to <code>first-sign-in.txt</code> in its
      data folder.
    </>
  ),
};

export function App() {
  return (
    <Gate words={words} createApi={createApi}>
      {({ role, ...as }) =>
        role === 'admin' ? (
          <SignedInApp {...as} />
        ) : (
          <ForAdmins name={as.name} role={role} onSignOut={as.onSignOut} />
        )
      }
    </Gate>
  );
}
