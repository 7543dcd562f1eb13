import { useState } from 'preact/hooks';
import type { Rollout, RolloutAction } from '../../../../../protocol/rollouts.ts';
import { adviceOn } from '../../api/advice.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { useDesk } from '../../state/context.ts';
import { count } from '../../text/format.ts';

type Asked = 'resume' | 'abort' | null;

/** Pause at once; resume and abort after asking, as both decide about totems that failed or wait. */
export function RolloutActions({ rollout }: { rollout: Rollout }) {
  const { api, tell } = useDesk();
  const [asked, setAsked] = useState<Asked>(null);
  const [busy, setBusy] = useState(false);
  const { state, counts } = rollout;

  async function act(action: RolloutAction, done: string): Promise<void> {
    setBusy(true);
    const answer = await api.changeRollout(rollout.id, action);
    setBusy(false);
    setAsked(null);
    if (answer.ok) tell('done', done);
    else tell('problem', adviceOn(answer.error));
  }

  if (state === 'finished' || state === 'aborted' || state === 'aborting') return null;
  const bad = counts.failed + counts.silent;
  return (
    <>
      {state === 'paused' ? (
        <button type="button" class="btn btn-primary" onClick={() => setAsked('resume')}>
          Resume…
        </button>
      ) : (
        <button
          type="button"
          class="btn btn-primary"
          disabled={busy}
          onClick={() =>
            act({ action: 'pause', again: false }, 'Paused. Totems that are on their way go on.')
          }
        >
          Pause
        </button>
      )}
      <button type="button" class="btn btn-outline-danger" onClick={() => setAsked('abort')}>
        Abort…
      </button>
      {asked === 'resume' ? (
        <Dialog title={`Resume rollout ${rollout.id}?`} onClose={() => setAsked(null)}>
          <p>
            {bad === 0
              ? 'It goes on where it was.'
              : `It goes on in spite of ${count(bad, 'totem')} that failed or stayed silent.`}
          </p>
          <div class="sheet-foot">
            <button
              type="button"
              class="btn btn-primary"
              disabled={busy}
              onClick={() => act({ action: 'resume', again: false }, 'It goes on.')}
            >
              Go on
            </button>
            {bad > 0 ? (
              <button
                type="button"
                class="btn btn-outline-primary"
                disabled={busy}
                onClick={() => act({ action: 'resume', again: true }, 'It goes on, and asks them once more.')}
              >
                Go on and ask them again
              </button>
            ) : null}
          </div>
        </Dialog>
      ) : null}
      {asked === 'abort' ? (
        <Dialog title={`Abort rollout ${rollout.id}?`} onClose={() => setAsked(null)}>
          <p>
            {count(counts.waiting + counts.retrying, 'totem')} whose turn has not come{' '}
            {counts.waiting + counts.retrying === 1 ? 'keeps' : 'keep'} what they have;{' '}
            {count(counts.offered, 'totem')} on the way will end what was begun. This cannot be undone.
          </p>
          <div class="sheet-foot">
            <button type="button" class="btn btn-outline-primary" onClick={() => setAsked(null)}>
              Let it go on
            </button>
            <button
              type="button"
              class="btn btn-danger"
              disabled={busy}
              onClick={() => act({ action: 'abort', again: false }, 'Aborted.')}
            >
              Abort
            </button>
          </div>
        </Dialog>
      ) : null}
    </>
  );
}
