import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import type { CallView } from './types.ts';
import { useCall } from './use.ts';

/** Being recorded: asked before, shown while it is so, and ended at any time. Without a yes nothing is recorded. */
export function Recording({ view: { recording } }: { view: CallView }) {
  const { words } = useScreen();
  const calling = useCall();
  return (
    <div class="recording" role="status">
      {recording?.state === 'asked' && (
        <div class="recording-inside">
          <p>{words(recording.sound ? 'call.recordAskSound' : 'call.recordAsk')}</p>
          <button type="button" class="call-control" onClick={() => calling.consent(false)}>
            <Icon name="cross" />
            <span>{words('call.recordNo')}</span>
          </button>
          <button type="button" class="call-control" onClick={() => calling.consent(true)}>
            <Icon name="done" />
            <span>{words('call.recordYes')}</span>
          </button>
        </div>
      )}
      {recording?.state === 'on' && (
        <div class="recording-inside">
          <p class="recording-on">
            <span class="recording-light" aria-hidden="true" />
            {words('call.recordOn')}
          </p>
          <button type="button" class="call-control" onClick={() => calling.consent(false)}>
            <Icon name="cross" />
            <span>{words('call.recordStop')}</span>
          </button>
        </div>
      )}
    </div>
  );
}
