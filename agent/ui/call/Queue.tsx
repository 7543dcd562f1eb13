import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { Devices } from './Devices.tsx';
import { Headline } from './Headline.tsx';
import { OfficeName } from './OfficeName.tsx';
import type { CallView, CallWish } from './types.ts';
import { useWait } from './wait.ts';
import { mannerOf } from './wish.ts';

/** The queue: the place in it and how long it may take, as they change; and how the citizen will be seen and heard. */
export function Queue({ view, wish }: { view: CallView | null; wish: CallWish | null }) {
  const { words } = useScreen();
  const wait = useWait(view);
  const rings = view?.state === 'ringing';
  const position = view?.position ?? null;
  return (
    <article class="queue tone-blue">
      <Headline
        step={rings ? 'ringing' : 'queue'}
        icon="people"
        kicker={<OfficeName id={wish?.office ?? null} />}
        title={words(rings ? 'call.ringing' : position === null ? 'call.asking' : 'call.queued')}
      />
      <div class="queue-body">
        <div class="queue-told" role="status">
          <div class={`queue-place${rings ? ' queue-rings' : ''}`}>
            <span class="queue-ring" aria-hidden="true" />
            {position === null ? (
              <Icon name={rings ? 'bell' : 'clock'} />
            ) : (
              <>
                <p class="queue-label">{words('call.place')}</p>
                <p class="queue-number">{position}</p>
              </>
            )}
          </div>
          <div class="queue-wait">
            {position === 1 && !rings && <p class="queue-next">{words('call.next')}</p>}
            {rings && <p class="queue-minutes">{words('call.ringingHint')}</p>}
            {view?.state === 'waiting' && (
              <>
                <p class="queue-label">{words('call.wait')}</p>
                <p class="queue-minutes">{wait}</p>
              </>
            )}
          </div>
        </div>
        {wish && <Chosen wish={wish} />}
        {wish && view && <Devices view={view} />}
        <p class="queue-stay with-icon">
          <Icon name="info" />
          <span>{words('call.browse')}</span>
        </p>
      </div>
    </article>
  );
}

/** What was wished for. */
function Chosen({ wish }: { wish: CallWish }) {
  const { words, dictionary, session } = useScreen();
  return (
    <ul class="chosen" aria-label={words('call.chosen')}>
      <li>{words(`call.manners.${mannerOf(wish)}`)}</li>
      <li>{dictionary.nameOf(wish.language, session.language)}</li>
      {wish.signLanguage && <li>{words('call.signShort')}</li>}
    </ul>
  );
}
