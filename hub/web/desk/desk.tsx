import { useEffect, useMemo, useState } from 'preact/hooks';
import type { DeskCatalogue } from '../../../protocol/calls/catalogue.ts';
import { addNotice, adviceOn, createStore, type Notice, Notices, useStore } from '../dashboard/shared.ts';
import type { Api } from './api.ts';
import { Header } from './header.tsx';
import { CallPage } from './pages/call/index.tsx';
import { FinishedPage } from './pages/finished.tsx';
import { PreparePage } from './pages/prepare/index.tsx';
import { QueuePage } from './pages/queue.tsx';
import { RecordingsPage } from './pages/recordings/index.tsx';
import { WallPage } from './pages/wall/index.tsx';
import { Ringing } from './parts/ringing.tsx';
import { type DeskParts, PartsContext } from './state/context.ts';
import type { DeskState } from './state/desk.ts';
import { createMedia } from './state/media.ts';
import { usePlace } from './state/place.ts';
import { openDeskSession } from './state/session.ts';

export interface SignedInProps {
  api: Api;
  name: string;
  onSignOut(): void;
}

/** Everything behind the sign-in. The content's names are fetched first: everything shows them. */
export function SignedIn({ api, name, onSignOut }: SignedInProps) {
  const [catalogue, setCatalogue] = useState<DeskCatalogue | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let wanted = true;
    void api.catalogue(/^[a-z]{2,3}/.exec(navigator.language)?.[0]).then((answer) => {
      if (!wanted) return;
      if (answer.ok) setCatalogue(answer.value);
      else setProblem(answer.error.code === 'not_found' ? nothingPublished : adviceOn(answer.error));
    });
    return () => {
      wanted = false;
    };
  }, [api, attempt]);
  if (catalogue) return <OpenDesk api={api} name={name} catalogue={catalogue} onSignOut={onSignOut} />;
  if (problem === null) return <div class="splash" aria-busy="true" />;
  return (
    <main class="splash">
      <h1>The desk cannot open yet</h1>
      <p>{problem}</p>
      <p class="splash-actions">
        <button type="button" class="btn btn-outline-primary" onClick={onSignOut}>
          Sign out
        </button>
        <button
          type="button"
          class="btn btn-primary"
          onClick={() => {
            setProblem(null);
            setAttempt(attempt + 1);
          }}
        >
          Try again
        </button>
      </p>
    </main>
  );
}

const nothingPublished =
  'No content with offices has been published yet. An editor publishes it; then calls can come.';

function OpenDesk({ api, name, catalogue, onSignOut }: SignedInProps & { catalogue: DeskCatalogue }) {
  const notices = useMemo(() => createStore<readonly Notice[]>([]), []);
  const parts = useMemo<DeskParts>(() => {
    const tell: DeskParts['tell'] = (kind, text) => addNotice(notices, kind, text);
    const media = createMedia();
    const session = openDeskSession({
      media,
      handIn: (call) => (part, sound) => api.handInSound(call, part, sound),
      onRefused: (message) => tell('problem', sentence(message)),
      onInterrupted: () => void api.session(),
    });
    return { api, session, media, catalogue, tell };
  }, [api, catalogue, notices]);
  useEffect(() => () => parts.session.stop(), [parts]);
  return (
    <PartsContext.Provider value={parts}>
      <Desk parts={parts} name={name} onSignOut={onSignOut} />
      <Ringing />
      <Notices notices={notices} />
    </PartsContext.Provider>
  );
}

function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1).replace(/\.?$/, '.')}`;
}

/** Which of the desk's pages is due: a call before everything else, then what is left of one. */
const dueOf = (state: DeskState) => {
  if (state.replaced) return 'replaced';
  if (!state.standing) return 'connecting';
  if (state.call) return 'call';
  return state.finished ? 'finished' : 'free';
};
const supervisorOf = (state: DeskState) => state.standing?.supervisor ?? false;

function Desk({ parts, name, onSignOut }: { parts: DeskParts; name: string; onSignOut(): void }) {
  const due = useStore(parts.session.store, dueOf);
  const supervisor = useStore(parts.session.store, supervisorOf);
  const place = usePlace();
  if (due === 'connecting') return <div class="splash" aria-busy="true" />;
  if (due === 'replaced') return <Replaced onReturn={() => parts.session.comeBack()} />;
  return (
    <>
      <Header
        name={name}
        place={place}
        supervisor={supervisor}
        inCall={due === 'call'}
        onSignOut={onSignOut}
      />
      <main
        id="main"
        tabIndex={-1}
        data-focus-mouse="true"
        class={due === 'call' ? 'container-fluid call-main' : 'container-xl'}
      >
        {due === 'call' ? (
          <CallPage />
        ) : due === 'finished' ? (
          <FinishedPage />
        ) : place === 'wall' && supervisor ? (
          <WallPage />
        ) : place === 'recordings' && supervisor ? (
          <RecordingsPage />
        ) : place === 'prepare' ? (
          <PreparePage />
        ) : (
          <QueuePage />
        )}
      </main>
    </>
  );
}

function Replaced({ onReturn }: { onReturn(): void }) {
  return (
    <main class="splash">
      <h1>Your desk is open somewhere else</h1>
      <p>You signed in with the same name in another window. Calls ring there.</p>
      <button type="button" class="btn btn-primary" onClick={onReturn}>
        Use this window
      </button>
    </main>
  );
}
