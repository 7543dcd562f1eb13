import { useEffect, useState } from 'preact/hooks';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { me } from './lines.ts';
import { speaks } from './signs.ts';
import type { CallView } from './types.ts';
import { useCall } from './use.ts';
import { mannerOf } from './wish.ts';

/** Which of the two the totem has, whether they are on, and a button that switches each. */
export function Devices({ view }: { view: CallView }) {
  const { words } = useScreen();
  const manner = mannerOf(view.wish);
  if (manner === 'text') {
    return (
      <p class="devices-none with-icon">
        <Icon name="letters" />
        <span>{words('call.textOnly')}</span>
      </p>
    );
  }
  return (
    <section class="devices" aria-label={words('call.devices')}>
      <p>{words('call.devicesWhen')}</p>
      <div class="devices-buttons">
        {manner === 'seen' && <DeviceButton device="camera" view={view} />}
        <DeviceButton device="microphone" view={view} />
      </div>
    </section>
  );
}

/** Switches the camera or the microphone; what it says is how it stands. */
export function DeviceButton({ device, view }: { device: 'camera' | 'microphone'; view: CallView }) {
  const { words } = useScreen();
  const calling = useCall();
  const { there, on } = view[device];
  const shown = there && on;
  return (
    <button
      type="button"
      class="device"
      data-device={device}
      data-on={shown || undefined}
      disabled={!there}
      onClick={() => calling[device](!on)}
    >
      <Icon name={shown ? device : `${device}Off`} />
      <span>
        {words(there ? (on ? `call.${device}.switchOff` : `call.${device}.switchOn`) : `call.${device}.none`)}
      </span>
    </button>
  );
}

/** Whether the citizen is seen and heard now: a light that is on, or its opposite in words. */
export function Signs({ view }: { view: CallView }) {
  const { words } = useScreen();
  // Told when it comes like what changes later: it comes into a place that is there already.
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  if (view.wish.mode === 'text') return null;
  const seen = view.wish.mode === 'video' && view.wish.seen && view.camera.there && view.camera.on;
  const heard = view.microphone.there && view.microphone.on;
  return (
    <div role="status">
      {ready && (
        <ul class="signs">
          <li class="sign" data-on={seen || undefined}>
            <Icon name={seen ? 'camera' : 'cameraOff'} />
            {words(seen ? 'call.camera.on' : 'call.camera.off')}
          </li>
          <li
            class="sign"
            data-on={heard || undefined}
            data-speaks={(heard && speaks(view, me)) || undefined}
          >
            <Icon name={heard ? 'microphone' : 'microphoneOff'} />
            {words(heard ? 'call.microphone.on' : 'call.microphone.off')}
          </li>
        </ul>
      )}
    </div>
  );
}
