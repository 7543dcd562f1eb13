import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { speaks } from './signs.ts';
import type { CallPlace, CallView } from './types.ts';
import { useCall } from './use.ts';

/** Where the other side's face is seen: a hole in the page once its picture comes in, and its place told to the agent. */
export function FaceView({ view }: { view: CallView }) {
  const { words } = useScreen();
  const calling = useCall();
  const hole = useRef<HTMLDivElement>(null);

  // At every drawing: what stands around it may have grown or gone.
  useLayoutEffect(() => calling.place(faceOf(hole.current)));
  useEffect(() => {
    const element = hole.current;
    if (!element) return;
    const size = new ResizeObserver(() => calling.place(faceOf(element)));
    size.observe(element);
    return () => {
      size.disconnect();
      calling.place(null);
    };
  }, [calling]);

  const name = view.picture
    ? 'call.face'
    : view.state === 'connecting'
      ? 'call.connecting'
      : 'call.noPicture';
  return (
    <div class="meeting-face">
      <div class="meeting-room">
        <div
          class="meeting-hole"
          ref={hole}
          data-open={view.picture || undefined}
          data-speaks={speaks(view, 'operator') || undefined}
          role="img"
          aria-label={words(name)}
        >
          {!view.picture && (
            <div class="meeting-before" aria-hidden="true">
              <span class="meeting-figure">
                <Icon name="people" />
              </span>
              <p>{words(name)}</p>
            </div>
          )}
        </div>
      </div>
    </div>
  );
}

/** The element's place on the screen, as fractions of it; null where it has none. */
function faceOf(element: HTMLElement | null): CallPlace | null {
  const box = element?.getBoundingClientRect();
  if (!box || box.width < 2 || box.height < 2) return null;
  const share = (value: number, whole: number) =>
    Math.min(1, Math.max(0, Math.round((value / whole) * 10_000) / 10_000));
  const x = share(box.left, window.innerWidth);
  const y = share(box.top, window.innerHeight);
  return {
    x,
    y,
    width: Math.min(share(box.width, window.innerWidth), 1 - x),
    height: Math.min(share(box.height, window.innerHeight), 1 - y),
  };
}
