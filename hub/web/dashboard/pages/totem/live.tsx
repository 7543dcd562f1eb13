import { useEffect, useRef, useState } from 'preact/hooks';
import type { Totem } from '../../../../../protocol/api.ts';
import { useDesk } from '../../state/context.ts';

/** A place on the screen as fractions of its width and height. */
export interface Spot {
  x: number;
  y: number;
}

export interface LiveScreenProps {
  totem: Totem;
  onTap(spot: Spot): void;
  onBroken(): void;
}

const keyStep = 0.02;
const middle: Spot = { x: 0.5, y: 0.5 };

/** The MJPEG stream as a button: a click taps where it lands, Enter taps at the mark that the arrow keys move. */
export function LiveScreen({ totem, onTap, onBroken }: LiveScreenProps) {
  const { api } = useDesk();
  const image = useRef<HTMLImageElement>(null);
  const [attempt] = useState(() => Date.now());
  const [mark, setMark] = useState<Spot | null>(null);
  const [shown, setShown] = useState(false);

  // An image that left the page may go on loading: only without an address does the browser hang up.
  useEffect(() => {
    const element = image.current;
    return () => element?.removeAttribute('src');
  }, []);

  function click(event: MouseEvent): void {
    // A click made by the keyboard counts no presses of a button and has no place of its own.
    if (event.detail === 0) {
      onTap(mark ?? middle);
      return;
    }
    const box = image.current?.getBoundingClientRect();
    if (!box || box.width === 0 || box.height === 0) return;
    const spot = {
      x: within((event.clientX - box.left) / box.width),
      y: within((event.clientY - box.top) / box.height),
    };
    setMark(spot);
    onTap(spot);
  }

  function key(event: KeyboardEvent): void {
    const move = arrows[event.key];
    if (!move) return;
    event.preventDefault();
    const from = mark ?? middle;
    setMark({ x: within(from.x + move.x * keyStep), y: within(from.y + move.y * keyStep) });
  }

  return (
    <button
      type="button"
      class="screen"
      aria-label={`Live screen of ${totem.name}. Arrow keys move the mark, Enter taps.`}
      aria-busy={!shown}
      onClick={click}
      onKeyDown={key}
    >
      <img
        ref={image}
        src={api.liveAddress(totem.id, attempt)}
        alt=""
        draggable={false}
        onLoad={() => setShown(true)}
        onError={onBroken}
      />
      {mark ? (
        <span class="screen-mark" style={{ left: `${mark.x * 100}%`, top: `${mark.y * 100}%` }} />
      ) : null}
    </button>
  );
}

const arrows: Record<string, Spot> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

function within(value: number): number {
  return Math.min(1, Math.max(0, value));
}
