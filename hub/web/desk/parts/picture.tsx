import { useEffect, useRef } from 'preact/hooks';

export interface PictureProps {
  stream: MediaStream | null;
  label: string;
  muted?: boolean;
  /** Shown like in a mirror: what one is used to of oneself. */
  mirrored?: boolean;
  class?: string;
}

/** A stream as it comes in, with its sound unless it is muted. */
export function Picture({ stream, label, muted = false, mirrored = false, class: name = '' }: PictureProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element || element.srcObject === stream) return;
    element.srcObject = stream;
    // A browser may want a touch before it plays sound; the next one brings it.
    if (stream) void element.play().catch(() => undefined);
  }, [stream]);
  return (
    <video
      ref={video}
      class={`picture ${mirrored ? 'picture-mirrored' : ''} ${name}`}
      aria-label={label}
      autoplay
      playsInline
      muted={muted}
    />
  );
}
