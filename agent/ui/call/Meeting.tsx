import { useEffect, useRef } from 'preact/hooks';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { ProfilesButton } from '../profiles/ProfilesButton.tsx';
import { DeviceButton, Signs } from './Devices.tsx';
import { FaceView } from './FaceView.tsx';
import { Lines } from './Lines.tsx';
import { OfficeName } from './OfficeName.tsx';
import { Parties } from './Parties.tsx';
import { Recording } from './Recording.tsx';
import { Shared } from './Shared.tsx';
import { FormKeys } from './SharedForm.tsx';
import type { CallView } from './types.ts';
import { useCall } from './use.ts';
import { Volume } from './Volume.tsx';
import { Writing } from './Writing.tsx';
import { mannerOf } from './wish.ts';

/**
 * The talk, over the whole screen. Where the face is, the page is transparent: the other side's picture lies under it.
 * Who writes instead has the lines there, and neither picture nor sound.
 */
export function Meeting({ view }: { view: CallView }) {
  const { words, session } = useScreen();
  const calling = useCall();
  const { writing, enlarged, field } = calling.call();
  const form = view.share.kind === 'form' && field !== null ? view.share : null;
  const keys = writing || form !== null;
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus({ preventScroll: true }), []);
  const manner = mannerOf(view.wish);
  const shows = view.share.kind !== 'none';
  const asleep = session.choosing !== null || session.state !== 'active';
  const face = manner !== 'text' && !(shows && (enlarged || writing || form !== null));

  return (
    <main
      class="meeting"
      data-manner={manner}
      data-shows={shows || undefined}
      data-writing={keys || undefined}
      data-form={view.share.kind === 'form' || undefined}
      style={view.shape === undefined ? undefined : { '--shape': view.shape }}
      inert={asleep}
      aria-hidden={asleep}
    >
      <header class="meeting-top">
        <h1 tabIndex={-1} ref={title}>
          <span class="visually-hidden">{words('call.talkingWith')} </span>
          <OfficeName id={view.wish.office} />
        </h1>
        <Parties view={view} />
        <Signs view={view} />
      </header>
      <Told view={view} />
      <div class="meeting-middle">
        {face && <FaceView view={view} />}
        {form === null && <Lines view={view} />}
        {shows && <Shared view={view} />}
      </div>
      <Recording view={view} />
      {form ? <FormKeys form={form} view={view} /> : writing && <Writing view={view} />}
      <nav class="meeting-bar" aria-label={words('call.controls')}>
        {manner === 'seen' && <DeviceButton device="camera" view={view} />}
        {manner !== 'text' && <DeviceButton device="microphone" view={view} />}
        {manner !== 'text' && <Volume />}
        {(manner !== 'text' || !writing || form !== null) && (
          <button
            type="button"
            class={`device${keys ? ' keys-away' : ''}`}
            onClick={() => (form ? calling.atField(null) : calling.showKeys(!writing))}
          >
            <Icon name="letters" />
            <span>{words(keys ? 'call.closeKeys' : 'call.write')}</span>
          </button>
        )}
        <ProfilesButton />
        <button type="button" class="hang-up" onClick={() => calling.leave()}>
          <Icon name="hangUp" />
          <span>{words('call.hangUp')}</span>
        </button>
      </nav>
    </main>
  );
}

/** What happens to the talk itself, over everything else there is to read. */
function Told({ view }: { view: CallView }) {
  const { words } = useScreen();
  const interrupted = view.state === 'interrupted';
  return (
    <div class="meeting-told" role="alert">
      {interrupted && (
        <p class="meeting-trouble">
          <Icon name="warning" />
          <span>{words('call.interrupted')}</span>
        </p>
      )}
      {!interrupted && view.problem && (
        <p class="meeting-trouble">
          <Icon name="warning" />
          <span>{words('call.problem')}</span>
        </p>
      )}
    </div>
  );
}
