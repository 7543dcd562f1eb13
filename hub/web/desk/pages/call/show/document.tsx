import { useRef } from 'preact/hooks';
import { Alert, Icon } from '../../../../dashboard/shared.ts';
import type { Point, ShownDocument, ShownState } from '../../../share/shown.ts';

/** How far an arrow key moves the pointer, as a share of the page. */
const keyStep = 0.03;

const arrows: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -keyStep, y: 0 },
  ArrowRight: { x: keyStep, y: 0 },
  ArrowUp: { x: 0, y: -keyStep },
  ArrowDown: { x: 0, y: keyStep },
};

export interface DocumentViewProps {
  shown: ShownDocument;
  state: ShownState;
  onStop(): void;
}

/** The page that the citizen sees. Where the mouse goes, or the arrow keys, the citizen's pointer goes too. */
export function DocumentView({ shown, state, onStop }: DocumentViewProps) {
  const page = useRef<HTMLDivElement>(null);

  function follow(event: MouseEvent): void {
    const box = page.current?.getBoundingClientRect();
    if (!box || box.width === 0) return;
    shown.point(
      within({ x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height }),
    );
  }

  function key(event: KeyboardEvent): void {
    const step = arrows[event.key];
    if (step) {
      const { x, y } = state.pointer ?? { x: 0.5, y: 0.5 };
      shown.point(within({ x: x + step.x, y: y + step.y }));
    } else if (event.key === 'PageDown') void shown.turn(state.page + 1);
    else if (event.key === 'PageUp') void shown.turn(state.page - 1);
    else if (event.key === 'Escape') shown.point(null);
    else return;
    event.preventDefault();
  }

  return (
    <div class="document">
      <div class="document-head">
        <strong>{state.title}</strong>
        <button type="button" class="btn btn-outline-primary btn-sm" onClick={onStop}>
          Take it away
        </button>
      </div>
      {state.problem ? <Alert>{state.problem}</Alert> : null}
      <div class="document-frame">
        <div
          ref={page}
          class="document-page"
          role="application"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys move the pointer on it
          tabIndex={0}
          aria-label={`Page ${state.page} of ${state.pages}. Arrow keys point, Page Up and Page Down turn, Escape takes the pointer away.`}
          style={{ '--ratio': `${state.width / state.height}` }}
          onMouseMove={follow}
          onMouseLeave={() => shown.point(null)}
          onKeyDown={key}
        >
          {state.address ? <img src={state.address} alt="" draggable={false} /> : null}
          {state.pointer ? (
            <span
              class="document-pointer"
              style={{ left: `${state.pointer.x * 100}%`, top: `${state.pointer.y * 100}%` }}
            />
          ) : null}
        </div>
      </div>
      <div class="document-foot">
        <button
          type="button"
          class="btn btn-outline-primary btn-sm"
          disabled={state.page <= 1 || state.busy}
          onClick={() => void shown.turn(state.page - 1)}
        >
          <Icon name="it-arrow-left" /> Previous
        </button>
        <span role="status">{state.busy ? 'Drawing the page…' : `Page ${state.page} of ${state.pages}`}</span>
        <button
          type="button"
          class="btn btn-outline-primary btn-sm"
          disabled={state.page >= state.pages || state.busy}
          onClick={() => void shown.turn(state.page + 1)}
        >
          Next <Icon name="it-arrow-right" />
        </button>
      </div>
    </div>
  );
}

function within({ x, y }: Point): Point {
  const clamp = (value: number) => Math.min(1, Math.max(0, value));
  return { x: clamp(x), y: clamp(y) };
}
