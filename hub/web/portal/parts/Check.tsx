import { useEffect, useRef, useState } from 'preact/hooks';
import { watchLevel } from '../../call/index.ts';
import { needed } from '../state.ts';
import type { Word } from '../words.ts';
import { useShown } from './context.ts';
import { Icon } from './Icon.tsx';
import { Picture } from './Picture.tsx';
import { Step } from './Step.tsx';

const problems = {
  refused: 'devicesRefused',
  absent: 'devicesAbsent',
  busy: 'devicesBusy',
  unsupported: 'devicesUnsupported',
} as const satisfies Record<string, Word>;

/** Camera and microphone are tried before anybody is on the other side. */
export function Check() {
  const { state, portal, words } = useShown();
  const { opening, devices } = state.media;
  const wanted = needed(state.manner);
  const title = words(wanted.camera ? 'check' : 'checkMicrophone');
  return (
    <Step title={title} lead={words('checkText')}>
      {!devices && (
        <div class="foot">
          <button type="button" class="main" disabled={opening} onClick={portal.tryDevices}>
            <Icon name={wanted.camera ? 'camera' : 'microphone'} />
            {words(opening ? 'checkOpening' : 'checkStart')}
          </button>
          <button type="button" class="plain" onClick={portal.back}>
            <Icon name="back" /> {words('back')}
          </button>
        </div>
      )}
      <p class="unseen" role="status">
        {opening && words('checkOpening')}
      </p>
      {devices?.stream ? <Tried /> : devices && <Untried />}
    </Step>
  );
}

/** There is something to see or to hear. */
function Tried() {
  const { state, portal, words } = useShown();
  const { devices, cameras, microphones, camera, microphone } = state.media;
  const wanted = needed(state.manner);
  return (
    <>
      <div class="tried">
        {wanted.camera && devices?.camera && (
          <Picture class="preview" stream={devices.stream} muted mirrored label={words('self')} />
        )}
        <div class="fields">
          {wanted.camera && !devices?.camera && <p class="note">{words('noCamera')}</p>}
          {!devices?.microphone && <p class="note">{words('noMicrophone')}</p>}
          {devices?.problem && <p class="note">{words(problems[devices.problem])}</p>}
          {devices?.microphone && <Level stream={devices.stream} />}
          {wanted.camera && <DeviceChoice kind="camera" known={cameras} chosen={camera} />}
          <DeviceChoice kind="microphone" known={microphones} chosen={microphone} />
        </div>
      </div>
      <div class="foot">
        <button type="button" class="main" onClick={portal.call}>
          <Icon name="camera" /> {words('callNow')}
        </button>
        <button type="button" class="plain" onClick={portal.back}>
          <Icon name="back" /> {words('back')}
        </button>
      </div>
    </>
  );
}

/** Nothing came: why, and the ways that are open all the same. */
function Untried() {
  const { state, portal, words } = useShown();
  const problem = state.media.devices?.problem ?? 'absent';
  const withText = () => {
    portal.manner({ mode: 'text', seen: false });
    portal.proceed();
  };
  const writes = problem === 'absent' || problem === 'unsupported';
  return (
    <>
      <div class="note bad" role="alert">
        <Icon name="warning" />
        <p>{words(problems[problem])}</p>
      </div>
      <div class="foot">
        <button type="button" class={writes ? 'main' : 'other'} onClick={withText}>
          <Icon name="text" /> {words('textInstead')}
        </button>
        {problem !== 'unsupported' && (
          <button type="button" class={writes ? 'other' : 'main'} onClick={portal.tryDevices}>
            {words('tryAgain')}
          </button>
        )}
        <button type="button" class="plain" onClick={portal.back}>
          <Icon name="back" /> {words('back')}
        </button>
      </div>
    </>
  );
}

interface DeviceChoiceProps {
  kind: 'camera' | 'microphone';
  known: readonly MediaDeviceInfo[];
  chosen: string | null;
}

function DeviceChoice({ kind, known, chosen }: DeviceChoiceProps) {
  const { portal, words } = useShown();
  if (known.length < 2) return null;
  return (
    <label class="field">
      <span>{words(kind)}</span>
      <select value={chosen ?? ''} onChange={({ currentTarget }) => portal.device(kind, currentTarget.value)}>
        {known.map(({ deviceId, label }, index) => (
          <option key={deviceId} value={deviceId}>
            {label || words('unnamed', { number: index + 1 })}
          </option>
        ))}
      </select>
    </label>
  );
}

/** How loud the microphone is: only the bar moves, and nothing is read out again and again. */
function Level({ stream }: { stream: MediaStream | null }) {
  const { words } = useShown();
  const bar = useRef<HTMLSpanElement>(null);
  const [heard, setHeard] = useState(false);
  useEffect(() => {
    if (!stream) return;
    return watchLevel(stream, (level) => {
      if (bar.current) bar.current.style.transform = `scaleX(${level})`;
      if (level > 0.05) setHeard(true);
    });
  }, [stream]);
  return (
    <div class="level">
      <p>
        <Icon name="microphone" /> {words('level')}
      </p>
      <div class="meter" aria-hidden="true">
        <span ref={bar} />
      </div>
      <p class="quiet" role="status">
        {heard ? (
          <>
            <Icon name="check" /> {words('levelHeard')}
          </>
        ) : (
          words('levelText')
        )}
      </p>
    </div>
  );
}
