import { useEffect, useState } from 'preact/hooks';
import type { PlaylistItem } from '../../../protocol/content/compiled.ts';
import { mediaUrl } from '../content.ts';

/** Seconds an item stays that says nothing about it, and that a broken one is given before the next. */
const fallbackSeconds = 8;
const brokenSeconds = 1;

/** Shows the playlist in the page itself, where no attract layer is composed under it. */
export function Playlist({ items }: { items: readonly PlaylistItem[] }) {
  const [turn, setTurn] = useState(0);
  const [broken, setBroken] = useState(false);
  const item = items[turn % Math.max(1, items.length)];
  const image = item?.kind === 'image';
  const seconds = broken ? brokenSeconds : (item?.seconds ?? fallbackSeconds);

  useEffect(() => {
    if (!image && !broken) return;
    const timer = setTimeout(next, seconds * 1000);
    return () => clearTimeout(timer);
  }, [turn, image, broken, seconds]);

  function next(): void {
    setBroken(false);
    setTurn((before) => before + 1);
  }

  return (
    <div class="playlist" aria-hidden="true">
      {item && image && <img key={turn} src={mediaUrl(item.media)} alt="" onError={() => setBroken(true)} />}
      {item && !image && (
        <video
          key={turn}
          src={mediaUrl(item.media)}
          autoplay
          muted
          playsInline
          onEnded={next}
          onError={() => setBroken(true)}
        />
      )}
    </div>
  );
}
