import { useEffect, useState } from 'preact/hooks';
import { useDeskState, useParts } from '../../state/context.ts';
import type { DeskState } from '../../state/desk.ts';
import { subjectOf } from '../../text/names.ts';
import { Controls } from './controls.tsx';
import { Side, type SideTab } from './side.tsx';
import { Stage } from './stage.tsx';

const callOf = (state: DeskState) => state.call;

/** The call: the citizen large, oneself small, and beside them what is written and shown. */
export function CallPage() {
  const { catalogue } = useParts();
  const call = useDeskState(callOf);
  const [tab, setTab] = useState<SideTab>('text');
  const title = call?.wish ? subjectOf(catalogue, call.wish) : 'Call';
  useEffect(() => {
    document.title = `In a call · ${title} · Totem desk`;
    document.getElementById('call-title')?.focus({ preventScroll: true });
  }, [title]);
  if (!call?.wish) return null;
  const you = call.parties.find(({ party }) => party === call.you);
  const listens = you?.listens ?? false;
  const shows = call.you === 'operator' && tab === 'show' && call.share.kind === 'document';
  return (
    <div class={shows ? 'call call-showing' : 'call'}>
      <h1 id="call-title" class="visually-hidden" tabIndex={-1} data-focus-mouse="true">
        In a call: {title}
      </h1>
      <div class="call-main-column">
        <Stage call={call} wish={call.wish} listens={listens} />
        <Controls call={call} wish={call.wish} listens={listens} tab={tab} onTab={setTab} />
      </div>
      <Side call={call} wish={call.wish} listens={listens} tab={tab} onTab={setTab} />
    </div>
  );
}
