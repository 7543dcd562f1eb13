import type { CallView } from '../../../call/index.ts';
import { useDeskState, useParts } from '../../state/context.ts';
import type { DeskState } from '../../state/desk.ts';

const recordableOf = (state: DeskState) => state.standing?.recordable;

/** Only where the institution switched it on, and only once the citizen has said yes on the screen. */
export function Recording({ call, office }: { call: CallView; office: string }) {
  const { session } = useParts();
  const allowed = useDeskState(recordableOf)?.find((each) => each.office === office);
  if (!allowed) return null;
  const { recording } = call;
  return (
    <section class="recording" aria-labelledby="recording-title">
      <h2 id="recording-title">Recording</h2>
      <p>
        {recording === null
          ? 'The citizen is asked first, and can end it at any time.'
          : recording.state === 'asked'
            ? 'Waiting for the citizen’s answer.'
            : 'What both sides write is kept, sealed, until its day comes.'}
      </p>
      <button
        type="button"
        class="btn btn-outline-primary btn-sm"
        onClick={() =>
          session.send({ type: 'record', call: call.call, on: recording === null, sound: false })
        }
      >
        {recording === null ? 'Ask to record the text' : 'End the recording'}
      </button>
    </section>
  );
}
