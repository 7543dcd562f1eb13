import { useEffect, useRef, useState } from 'preact/hooks';
import { useShown } from './context.ts';

export interface PictureProps {
  stream: MediaStream | null;
  label: string;
  class?: string;
  muted?: boolean;
  /** As in a mirror, for one's own picture. */
  mirrored?: boolean;
}

/** Plays a stream. A browser that wants to be touched before it lets something be heard is given a button for it. */
export function Picture({ stream, label, class: name = '', muted = false, mirrored = false }: PictureProps) {
  const { words } = useShown();
  const video = useRef<HTMLVideoElement>(null);
  const [silenced, setSilenced] = useState(false);
  const play = () => {
    const { current } = video;
    if (!current) return;
    current.play().then(
      () => setSilenced(false),
      (error: unknown) => setSilenced(error instanceof DOMException && error.name === 'NotAllowedError'),
    );
  };
  useEffect(() => {
    const { current } = video;
    if (!current) return;
    current.srcObject = stream;
    // Attributes of JSX come too late for some browsers.
    current.muted = muted;
    if (stream) play();
    return () => {
      current.srcObject = null;
    };
  }, [stream]);
  return (
    <>
      <video
        ref={video}
        class={mirrored ? `${name} mirrored` : name}
        aria-label={label}
        muted={muted}
        playsInline
        autoPlay
      />
      {silenced && (
        <button type="button" class="main hear" onClick={play}>
          {words('hear')}
        </button>
      )}
    </>
  );
}
