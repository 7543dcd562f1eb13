import { releaseSpeed, type Sample, slowed } from './momentum.ts';
import { tapDistance } from './pointer.ts';

/**
 * Scrolls `element` by dragging it, with momentum, from pointer events: the totem's engine gets no touches of
 * its own to scroll by. A drag swallows the click that an engine would send after it. Gives back its end.
 */
export function dragToScroll(element: HTMLElement, now: () => number): () => void {
  let pointer: number | undefined;
  let from = { y: 0, scroll: 0 };
  let dragging = false;
  let samples: Sample[] = [];
  let frame = 0;

  function glide(speed: number): void {
    let velocity = speed;
    let last = now();
    // Kept apart from scrollTop, which some engines round to whole pixels.
    let position = element.scrollTop;
    const step = () => {
      const time = now();
      velocity = slowed(velocity, time - last);
      position -= velocity * (time - last);
      last = time;
      element.scrollTop = position;
      const inside = position > 0 && position < element.scrollHeight - element.clientHeight;
      if (velocity !== 0 && inside) frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
  }

  const down = (event: PointerEvent) => {
    cancelAnimationFrame(frame);
    if (pointer !== undefined || event.button !== 0) return;
    pointer = event.pointerId;
    dragging = false;
    from = { y: event.clientY, scroll: element.scrollTop };
    samples = [{ at: now(), y: event.clientY }];
  };

  const move = (event: PointerEvent) => {
    if (event.pointerId !== pointer) return;
    const distance = event.clientY - from.y;
    if (!dragging && Math.abs(distance) > tapDistance) dragging = true;
    if (!dragging) return;
    element.scrollTop = from.scroll - distance;
    samples = [...samples.slice(-9), { at: now(), y: event.clientY }];
  };

  const up = (event: PointerEvent) => {
    if (event.pointerId !== pointer) return;
    pointer = undefined;
    if (!dragging) return;
    if (event.type === 'pointerup') glide(releaseSpeed(samples, now()));
    // No click follows a drag that the agent told: swallowing one would take it from the next touch.
    if (!event.isTrusted) return;
    window.addEventListener('click', swallow, { capture: true, once: true });
    // The click of a drag, if there is one, comes in the same turn of the engine.
    setTimeout(() => window.removeEventListener('click', swallow, { capture: true }));
  };

  const swallow = (event: Event) => {
    event.stopPropagation();
    event.preventDefault();
  };

  element.addEventListener('pointerdown', down);
  window.addEventListener('pointermove', move);
  window.addEventListener('pointerup', up);
  window.addEventListener('pointercancel', up);
  return () => {
    cancelAnimationFrame(frame);
    element.removeEventListener('pointerdown', down);
    window.removeEventListener('pointermove', move);
    window.removeEventListener('pointerup', up);
    window.removeEventListener('pointercancel', up);
    window.removeEventListener('click', swallow, { capture: true });
  };
}
