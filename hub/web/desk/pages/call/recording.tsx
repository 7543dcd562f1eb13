import type { CallWish } from '../../../../../protocol/calls/wish.ts';
import type { CallView } from '../../../call/index.ts';
import { recordsSound } from '../../recording/index.ts';
import { useDeskState, useParts } from '../../state/context.ts';
import type { DeskState } from '../../state/desk.ts';

const recordableOf = (state: DeskState) => state.standing?.recordable;

/** Only where the institution switched it on, and only once the citizen has said yes on the screen. */
export function Recording({ call, wish }: { call: CallView; wish: CallWish }) {
  const { session } = useParts();
  const allowed = useDeskState(recordableOf)?.find((each) => each.office === wish.office);
  if (!allowed) return null;
  const { recording } = call;
  const record = (on: boolean, sound = false) => session.send({ type: 'record', call: call.call, on, sound });
  const sound = allowed.sound && wish.mode !== 'text' && recordsSound();
  return (
    <section class="recording" aria-labelledby="recording-title">
      <h2 id="recording-title">Recording</h2>
      <p>{wordsOn(recording)}</p>
      <div class="recording-choices">
        {recording !== null ? (
          <button type="button" class="btn btn-outline-primary btn-sm" onClick={() => record(false)}>
            End the recording
          </button>
        ) : null}
        {recording === null && sound ? (
          <button type="button" class="btn btn-outline-primary btn-sm" onClick={() => record(true, true)}>
            Ask to record sound and text
          </button>
        ) : null}
        {recording === null ? (
          <button type="button" class="btn btn-outline-primary btn-sm" onClick={() => record(true)}>
            Ask to record the text
          </button>
        ) : null}
      </div>
    </section>
  );
}

function wordsOn(recording: CallView['recording']): string {
  if (recording === null) return 'The citizen is asked first, and can end it at any time.';
  if (recording.state === 'asked') return 'Waiting for the citizen’s answer.';
  return recording.sound
    ? 'What both sides say and write is kept, sealed, until its day comes.'
    : 'What both sides write is kept, sealed, until its day comes.';
}
