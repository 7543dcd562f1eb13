import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { Headline } from './Headline.tsx';
import { OfficeName } from './OfficeName.tsx';
import type { CallView } from './types.ts';

/** The place in the queue is kept: the citizen may go, and take it up again here. */
export function Kept({ view }: { view: CallView }) {
  const { words } = useScreen();
  return (
    <article class="queue tone-green">
      <Headline
        step="kept"
        icon="done"
        kicker={<OfficeName id={view.wish.office} />}
        title={words('call.kept')}
      >
        <p class="lead">{words('call.keptText')}</p>
      </Headline>
      <div class="queue-body">
        <div class="queue-told" aria-hidden="true">
          <div class="queue-place queue-kept">
            <Icon name="done" />
          </div>
        </div>
        <p class="queue-stay with-icon">
          <Icon name="lock" />
          <span>{words('call.keptPrivacy')}</span>
        </p>
      </div>
    </article>
  );
}
