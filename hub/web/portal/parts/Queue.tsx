import type { CallView } from '../../call/index.ts';
import type { Words } from '../words.ts';
import { useShown } from './context.ts';
import { Icon } from './Icon.tsx';
import { Step } from './Step.tsx';

/** The place in the queue and the expected wait, as they change. */
export function Queue({ call }: { call: CallView }) {
  const { portal, words } = useShown();
  const { state, position, wait } = call;
  const rings = state === 'ringing';
  return (
    <Step title={words(state === 'asking' ? 'asking' : rings ? 'ringing' : 'queued')}>
      {state !== 'asking' && (
        <div class="queue">
          {rings ? (
            <p class="rings">
              <Icon name="phone" /> {words('ringingText')}
            </p>
          ) : (
            <>
              <p>
                <span>{words('place')}</span> <strong>{position ?? '–'}</strong>
              </p>
              <p>
                <span>{words('wait')}</span> <strong>{waitIn(words, wait)}</strong>
              </p>
            </>
          )}
        </div>
      )}
      {call.wish?.mode !== 'text' && <p class="quiet">{words('queueDevices')}</p>}
      <p class="quiet">{words('queueText')}</p>
      <div class="foot">
        <button type="button" class="other" onClick={() => portal.resize('small')}>
          <Icon name="shrink" /> {words('smaller')}
        </button>
        <button type="button" class="danger" onClick={portal.leave}>
          {words('leaveQueue')}
        </button>
      </div>
    </Step>
  );
}

/** Minutes as a range: a single number would be wrong nearly always. */
export function waitIn(words: Words, wait: CallView['wait']): string {
  if (!wait) return words('waitUnknown');
  const { from, to } = wait;
  if (to <= 1) return words('waitShort');
  if (from === 0) return words('waitAtMost', { to });
  return from === to ? words('waitAbout', { to }) : words('waitRange', { from, to });
}
