import { useEffect, useState } from 'preact/hooks';
import { type Devices, watchLevel } from '../../../call/index.ts';
import { Alert, Card, Field } from '../../../dashboard/shared.ts';
import { Picture } from '../../parts/picture.tsx';
import { useMedia, useParts } from '../../state/context.ts';
import type { Choice } from '../../state/media.ts';

const advice: Record<Exclude<Devices['problem'], null>, string> = {
  refused:
    'The browser may not use camera and microphone. Allow them for this page, in the lock beside the address, and load it again.',
  absent: 'No camera or no microphone was found. Plug one in, or take calls by text and voice only.',
  busy: 'Another program is using the camera or the microphone. Close it, then choose the device again.',
  unsupported: 'Browsers give camera and microphone to pages on HTTPS only. Ask your admin for the address.',
};

const kinds = [
  { kind: 'videoinput', name: 'camera', label: 'Camera' },
  { kind: 'audioinput', name: 'microphone', label: 'Microphone' },
] as const;

/** The operator's own picture and how loud they are; devices are off again when this is left. */
export function DeviceCheck() {
  const { session } = useParts();
  const media = useMedia();
  const [list, setList] = useState<readonly MediaDeviceInfo[]>([]);
  const stream = media.stream();
  const problem = media.problem();
  useEffect(() => {
    void media.open({ camera: true, microphone: true });
    return () => {
      const { ring, call } = session.store.get();
      if (!ring && !call) media.close();
    };
  }, [media, session]);
  useEffect(() => {
    // Devices have names once the browser's user has allowed one.
    const look = () => void navigator.mediaDevices?.enumerateDevices().then(setList, () => undefined);
    look();
    navigator.mediaDevices?.addEventListener('devicechange', look);
    return () => navigator.mediaDevices?.removeEventListener('devicechange', look);
  }, [stream]);
  const choose = (change: Partial<Choice>) => void media.choose({ ...media.choice(), ...change });

  return (
    <Card title="Camera and microphone">
      <div class="check-picture">
        {stream && stream.getVideoTracks().length > 0 ? (
          <Picture stream={stream} label="How you will be seen" muted mirrored />
        ) : (
          <p class="check-nothing">No picture</p>
        )}
      </div>
      <Level stream={stream} />
      {problem ? <Alert>{advice[problem]}</Alert> : null}
      {kinds.map(({ kind, name, label }) => (
        <Field key={kind} label={label}>
          {(attributes) => (
            <select
              {...attributes}
              class="form-select"
              value={media.choice()[name]}
              onChange={({ currentTarget }) => choose({ [name]: currentTarget.value })}
            >
              <option value="">The browser’s choice</option>
              {list
                .filter((device) => device.kind === kind && device.deviceId !== '')
                .map((device) => (
                  <option key={device.deviceId} value={device.deviceId}>
                    {device.label || device.deviceId.slice(0, 8)}
                  </option>
                ))}
            </select>
          )}
        </Field>
      ))}
      <p class="panel-hint">They are on while a call rings, while you talk, and here; never otherwise.</p>
    </Card>
  );
}

/** How loud it is, as a bar and, for who does not see it, in a word. */
function Level({ stream }: { stream: MediaStream | null }) {
  const [level, setLevel] = useState(0);
  const [heard, setHeard] = useState(false);
  useEffect(() => {
    if (!stream) return;
    return watchLevel(stream, (now) => {
      setLevel(now);
      if (now > 0.05) setHeard(true);
    });
  }, [stream]);
  const there = (stream?.getAudioTracks().length ?? 0) > 0;
  return (
    <div class="level">
      <meter class="level-bar" min={0} max={1} value={level} aria-label="How loud you are" />
      <p class="level-word" role="status">
        {there ? (heard ? 'You can be heard.' : 'Say something: the bar should move.') : 'No microphone'}
      </p>
    </div>
  );
}
