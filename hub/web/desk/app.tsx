import { Gate } from '../session/index.ts';
import { createApi } from './api.ts';
import { SignedIn } from './desk.tsx';
import { NotForAdmins } from './pages/not-for-admins.tsx';

const words = {
  title: 'Sign in · Totem desk',
  name: 'Totem desk',
  claim: 'The person behind the screen: calls from every totem and from the portal.',
  people: 'Operators and supervisors',
  help: 'Your admin gives you a name and a password.',
};

export function App() {
  return (
    <Gate words={words} createApi={createApi}>
      {({ role, ...as }) =>
        role === 'admin' ? <NotForAdmins name={as.name} onSignOut={as.onSignOut} /> : <SignedIn {...as} />
      }
    </Gate>
  );
}
