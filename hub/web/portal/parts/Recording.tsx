import { useShown } from './context.ts';
import { Icon } from './Icon.tsx';

/** Nothing is recorded before the visitor said yes, and a no at any time ends it. */
export function Recording() {
  const { state, portal, words } = useShown();
  const recording = state.call?.recording;
  if (!recording) return null;
  if (recording.state === 'on') {
    return (
      <div class="note recording" role="status">
        <span class="red" aria-hidden="true" />
        <p>{words(recording.sound ? 'recordingSound' : 'recordingText')}</p>
        <button type="button" class="other" onClick={() => portal.consent(false)}>
          {words('recordingStop')}
        </button>
      </div>
    );
  }
  return (
    <div class="note recording" role="alert">
      <Icon name="warning" />
      <p>{words(recording.sound ? 'recordSound' : 'recordText')}</p>
      <button type="button" class="other" onClick={() => portal.consent(true)}>
        {words('recordYes')}
      </button>
      <button type="button" class="main" onClick={() => portal.consent(false)}>
        {words('recordNo')}
      </button>
    </div>
  );
}
