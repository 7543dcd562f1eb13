import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../../dashboard/shared.ts';
import { startRinging } from '../state/bell.ts';
import { useDeskState, useMedia, useNow, useParts } from '../state/context.ts';
import type { DeskState } from '../state/desk.ts';
import { officeName, subjectOf } from '../text/names.ts';
import { Elapsed } from './elapsed.tsx';
import { Picture } from './picture.tsx';
import { WishChips } from './wish.tsx';

const ringOf = (state: DeskState) => state.ring;
const callsOf = (state: DeskState) => state.standing?.calls;

/** A call that rings: over everything else, with sound and in the title of the tab. */
export function Ringing() {
  const ring = useDeskState(ringOf);
  if (!ring) return null;
  return (
    <RingingDialog key={ring.call} call={ring.call} invited={ring.as !== 'operator'} seconds={ring.seconds} />
  );
}

interface RingingProps {
  call: string;
  invited: boolean;
  /** How long it rings yet. */
  seconds: number | null;
}

function RingingDialog({ call: id, invited, seconds }: RingingProps) {
  const { session, catalogue } = useParts();
  const media = useMedia();
  const calls = useDeskState(callsOf);
  const [answering, setAnswering] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  const call = calls?.find((each) => each.call === id);
  useEffect(() => {
    const before = document.activeElement;
    const title = document.title;
    document.title = '☎ Ringing · Totem desk';
    dialog.current?.showModal();
    const stop = startRinging();
    return () => {
      stop();
      document.title = title;
      dialog.current?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);

  function answer() {
    setAnswering(true);
    void session.take(id, 'answer');
  }

  return (
    <dialog
      ref={dialog}
      class="sheet ringing"
      role="alertdialog"
      aria-labelledby="ringing-title"
      aria-describedby="ringing-what"
      // It is declined on purpose or not at all; a browser closes it at the second Escape whatever is said here.
      onCancel={(event) => event.preventDefault()}
      onClose={({ currentTarget }) => {
        if (currentTarget.isConnected) currentTarget.showModal();
      }}
    >
      <div class="ringing-bell" aria-hidden="true">
        <Icon name="it-telephone" size="lg" />
      </div>
      <p class="ringing-kind">{invited ? 'A colleague asks you in' : 'A citizen is calling'}</p>
      <h2 id="ringing-title">{call ? subjectOf(catalogue, call.wish) : 'Call'}</h2>
      <div id="ringing-what" class="ringing-what">
        {call ? (
          <>
            <p>
              {officeName(catalogue, call.wish.office)}
              {call.place ? ` · from ${call.place}` : call.origin === 'portal' ? ' · from the portal' : ''}
            </p>
            <WishChips wish={call.wish} />
            {call.note ? <p class="handed-note">“{call.note}”</p> : null}
            <p class="quiet">
              Waiting <Elapsed since={Date.parse(call.since)} />
              {seconds === null ? null : <RingsFor seconds={seconds} />}
            </p>
          </>
        ) : null}
      </div>
      {media.stream() && call?.wish.mode === 'video' ? (
        <Picture stream={media.stream()} label="How you will be seen" muted mirrored class="ringing-self" />
      ) : null}
      <div class="ringing-actions">
        <button type="button" class="btn btn-success btn-lg" onClick={answer} disabled={answering}>
          <Icon name="it-telephone" /> {answering ? 'Answering…' : 'Answer'}
        </button>
        <button type="button" class="btn btn-outline-danger btn-lg" onClick={() => session.decline(id)}>
          Decline
        </button>
      </div>
    </dialog>
  );
}

/** Counts down; who listens to the screen hears of it once, with the rest. */
function RingsFor({ seconds }: { seconds: number }) {
  const [until] = useState(() => Date.now() + seconds * 1000);
  const left = Math.max(0, Math.ceil((until - useNow()) / 1000));
  return <span aria-live="off"> · rings for {left} s more</span>;
}
