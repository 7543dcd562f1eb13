import { useState } from 'preact/hooks';
import { Icon } from '../../../dashboard/shared.ts';
import { useMedia, useParts } from '../../state/context.ts';
import { HandOnDialog } from './hand-on.tsx';
import { InviteDialog } from './invite.tsx';
import type { SideProps } from './side.tsx';

/** What the operator does about the call. Words stand below each symbol. */
export function Controls({ call, wish, listens, tab, onTab }: SideProps) {
  const { session } = useParts();
  const media = useMedia();
  const [dialog, setDialog] = useState<'invite' | 'hand-on' | null>(null);
  const operator = call.you === 'operator';
  const microphone = media.microphone();
  const camera = media.camera();
  const speaks = wish.mode !== 'text' && !listens;
  return (
    <div class="controls" role="toolbar" aria-label="Call">
      {speaks && microphone.there ? (
        <button
          type="button"
          class={microphone.on ? 'control' : 'control control-off'}
          aria-pressed={microphone.on}
          onClick={() => media.setMicrophone(!microphone.on)}
        >
          <Glyph name="microphone" off={!microphone.on} />
          Microphone {microphone.on ? 'on' : 'off'}
        </button>
      ) : null}
      {speaks && microphone.addable ? (
        <button type="button" class="control control-new" onClick={() => void media.add('microphone')}>
          <Glyph name="microphone" off={false} />
          Use the microphone
        </button>
      ) : null}
      {speaks && wish.mode === 'video' ? (
        <button
          type="button"
          class={camera.on ? 'control' : 'control control-off'}
          aria-pressed={camera.on}
          onClick={() => void media.setCamera(!camera.on)}
        >
          <Glyph name="camera" off={!camera.on} />
          Camera {camera.on ? 'on' : 'off'}
        </button>
      ) : null}
      {operator ? (
        <>
          <button
            type="button"
            class="control"
            aria-pressed={tab === 'show'}
            onClick={() => onTab(tab === 'show' ? 'text' : 'show')}
          >
            <Icon name="it-presentation" size="md" /> Show
          </button>
          <button type="button" class="control" onClick={() => setDialog('invite')}>
            <Icon name="it-user" size="md" /> Ask in
          </button>
          <button type="button" class="control" onClick={() => setDialog('hand-on')}>
            <Icon name="it-exchange-circle" size="md" /> Hand on
          </button>
        </>
      ) : null}
      <button type="button" class="control control-end" onClick={() => session.hangUp()}>
        <Icon name="it-telephone" size="md" /> {operator ? 'Hang up' : 'Leave'}
      </button>
      {dialog === 'invite' ? <InviteDialog call={call.call} onClose={() => setDialog(null)} /> : null}
      {dialog === 'hand-on' ? <HandOnDialog wish={wish} onClose={() => setDialog(null)} /> : null}
    </div>
  );
}

const paths = {
  microphone:
    'M12 3a3 3 0 0 1 3 3v6a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3ZM5.5 11v1a6.5 6.5 0 0 0 13 0v-1M12 18.5V22',
  camera: 'M3 7h11a1.5 1.5 0 0 1 1.5 1.5v7A1.5 1.5 0 0 1 14 17H3ZM15.5 11l5.5-3v8l-5.5-3',
} as const;

/** Symbols that the library does not have; struck through where it is off. */
function Glyph({ name, off }: { name: keyof typeof paths; off: boolean }) {
  return (
    <svg class="glyph" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round" />
      {off ? <path d="M4 3l16 18" stroke="currentColor" stroke-width="2.2" /> : null}
    </svg>
  );
}
